{-
The echo server in Haskell: one light thread for each connection.

    ghc -O -threaded Server.hs      with the package network
    ./Server [HOST [PORT]]          127.0.0.1 and a free port, unless told

    open     getAddrInfo, socket, bind, listen      the lesson's Listen
    main     getSocketName                          Server.Addr
    serve    accept, forkFinally                    Server.Serve
    echo     recv, sendAll, until recv is empty     Server.echo

The runtime waits in epoll or kqueue for all its threads, ignores SIGPIPE and
goes on after EINTR, so neither is seen.
-}
module Main (main) where

import Control.Concurrent (forkFinally, threadDelay)
import Control.Exception (IOException, bracket, bracketOnError, catch)
import Control.Monad (forever, unless, void)
import qualified Data.ByteString as B
import Network.Socket
import Network.Socket.ByteString (recv, sendAll)
import System.Environment (getArgs)
import System.IO (hFlush, hPutStrLn, stderr, stdout)

main :: IO ()
main = do
  args <- getArgs
  let (host, port) = case args of
        [] -> ("127.0.0.1", "0")
        [h] -> (h, "0")
        h : p : _ -> (h, p)
  bracket (open host port) close $ \listener -> do
    addr <- getSocketName listener
    putStrLn ("listening on " ++ show addr)
    hFlush stdout
    forever (serve listener `catch` later)

open :: HostName -> ServiceName -> IO Socket
open host port = do
  addr : _ <- getAddrInfo (Just defaultHints {addrSocketType = Stream}) (Just host) (Just port)
  bracketOnError (openSocket addr) close $ \listener -> do
    -- Else bind fails while connections of an earlier run are in TIME_WAIT.
    setSocketOption listener ReuseAddr 1
    bind listener (addrAddress addr)
    listen listener maxListenQueue
    return listener

-- Accepts one connection, and leaves it to a thread that closes it however it
-- ends.
serve :: Socket -> IO ()
serve listener =
  bracketOnError (accept listener) (close . fst) $ \(conn, peer) ->
    void $ forkFinally (echo conn) $ \result -> do
      either (complain (show peer)) return result
      close conn

-- Out of descriptors or memory: a connection that ends gives some back.
later :: IOException -> IO ()
later e = complain "accept" e >> threadDelay 1000000

-- Sends back what comes, as it comes, until the client has finished. sendAll
-- goes on after a partial write. While the client does not read, it waits; so
-- nothing is received, and in the end the client's own sends wait.
echo :: Socket -> IO ()
echo conn = setSocketOption conn KeepAlive 1 >> loop
  where
    loop = do
      bytes <- recv conn 65536
      unless (B.null bytes) $ sendAll conn bytes >> loop

complain :: Show e => String -> e -> IO ()
complain what e = hPutStrLn stderr (what ++ ": " ++ show e)
