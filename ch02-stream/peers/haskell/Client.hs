{-
The echo client in Haskell: one thread sends while the other receives.

    ghc -O -threaded Client.hs    with the package network
    ./Client HOST PORT            standard input goes out, the echo comes back

    dial    getAddrInfo, socket, connect         the lesson's Dial
    send    sendAll, shutdown(SHUT_WR)           Client.Echo, CloseWrite
    copy    recv, until it is empty              Client.Echo

A client that first sent everything would wait for a server that in turn waits
for its reader.
-}
module Main (main) where

import Control.Concurrent (forkFinally, myThreadId, throwTo)
import Control.Exception (bracket, bracketOnError)
import Control.Monad (when)
import qualified Data.ByteString as B
import Data.IORef (IORef, newIORef, readIORef, atomicWriteIORef)
import Network.Socket
import Network.Socket.ByteString (recv, sendAll)
import System.Environment (getArgs)
import System.Exit (die)
import System.IO (BufferMode (NoBuffering), hSetBuffering, stdin, stdout)

main :: IO ()
main = do
  args <- getArgs
  case args of
    [host, port] -> bracket (dial host port) close talk
    _ -> die "usage: Client HOST PORT"

dial :: HostName -> ServiceName -> IO Socket
dial host port = do
  addr : _ <- getAddrInfo (Just defaultHints {addrSocketType = Stream}) (Just host) (Just port)
  bracketOnError (openSocket addr) close $ \sock -> do
    connect sock (addrAddress addr)
    return sock

talk :: Socket -> IO ()
talk sock = do
  hSetBuffering stdout NoBuffering -- the echo shows as it comes
  sent <- newIORef Nothing
  receiver <- myThreadId
  _ <- forkFinally (send sock sent) (either (throwTo receiver) return)
  received <- copy (recv sock 65536) (B.hPut stdout)
  expected <- readIORef sent
  when (Just received /= expected) $
    die ("the server closed too soon: " ++ show received ++ " bytes came back")

-- Copies standard input to the socket, says how much that was, then
-- half-closes: FIN goes out.
send :: Socket -> IORef (Maybe Int) -> IO ()
send sock sent = do
  count <- copy (B.hGetSome stdin 65536) (sendAll sock)
  atomicWriteIORef sent (Just count)
  shutdown sock ShutdownSend

-- Copies until there is no more, and returns the number of bytes.
copy :: IO B.ByteString -> (B.ByteString -> IO ()) -> IO Int
copy from to = go 0
  where
    go count = do
      bytes <- from
      if B.null bytes
        then return count
        else to bytes >> (go $! count + B.length bytes)
