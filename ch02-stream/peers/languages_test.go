package peers

import "slices"

// A language is a client and a server in one folder, and what it takes to build
// and run them. The commands are those of the programs' own first comments,
// with the warnings on. They run in a copy of the folder.
type language struct {
	name   string
	needs  []*tool
	build  [][]string
	client []string // HOST and PORT follow
	server []string
	unix   bool // there is no Windows version
}

var (
	version = []string{"--version"}

	cc = &tool{names: []string{"cc", "gcc", "clang"}, check: version, apt: "gcc", brew: "gcc"}

	mcs  = &tool{names: []string{"mcs", "csc"}, check: []string{"-help"}, apt: "mono-mcs", brew: "mono"}
	mono = &tool{names: []string{"mono"}, check: version, apt: "mono-runtime", brew: "mono", loader: true}

	javac = &tool{names: []string{"javac"}, check: version, apt: "default-jdk-headless", brew: "openjdk"}
	java  = &tool{names: []string{"java"}, check: version, apt: "default-jdk-headless", brew: "openjdk"}
	// Soon started, and nothing left in /tmp by a process that is ended.
	jvm = []string{"java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"}

	ghc = &tool{
		names: []string{"ghc"},
		check: []string{"-package", "network", "-e", "return ()"},
		apt:   "ghc libghc-network-dev",
		brew:  "ghc cabal-install && cabal update && cabal install --lib network",
	}
	ruby    = &tool{names: []string{"ruby"}, check: version, apt: "ruby", brew: "ruby"}
	python3 = &tool{
		names: []string{"python3", "python"},
		check: []string{"-c", "import sys; sys.exit(sys.version_info < (3, 8))"},
		apt:   "python3",
		brew:  "python",
	}
	node = &tool{names: []string{"node", "nodejs"}, check: version, apt: "nodejs", brew: "node"}

	mingw = &tool{names: []string{"x86_64-w64-mingw32-gcc"}, check: version, apt: "gcc-mingw-w64-x86-64", brew: "mingw-w64"}
	// Debian keeps both off PATH, unless the package "wine" is there too.
	wine       = &tool{names: []string{"wine64", "wine", "/usr/lib/wine/wine64"}, check: version, apt: "wine64", brew: "--cask wine-stable", loader: true}
	wineserver = &tool{names: []string{"wineserver", "/usr/lib/wine/wineserver"}, check: version, apt: "wine64", brew: "--cask wine-stable", loader: true}
)

var languages = []language{
	{
		name:  "c",
		needs: []*tool{cc},
		build: [][]string{
			{"cc", "-Wall", "-Wextra", "-pedantic", "-o", "server", "server.c"},
			{"cc", "-Wall", "-Wextra", "-pedantic", "-o", "client", "client.c"},
		},
		client: []string{"./client"},
		server: []string{"./server"},
		unix:   true,
	},
	{
		name:   "csharp",
		needs:  []*tool{mcs, mono},
		build:  [][]string{{"mcs", "-warn:4", "server.cs"}, {"mcs", "-warn:4", "client.cs"}},
		client: []string{"mono", "./client.exe"},
		server: []string{"mono", "./server.exe"},
	},
	{
		name:   "java",
		needs:  []*tool{javac, java},
		build:  [][]string{{"javac", "-Xlint:all", "Server.java", "Client.java"}},
		client: slices.Concat(jvm, []string{"Client"}),
		server: slices.Concat(jvm, []string{"Server"}),
	},
	{
		name:   "javanio",
		needs:  []*tool{javac, java},
		build:  [][]string{{"javac", "-Xlint:all", "Server.java", "Client.java"}},
		client: slices.Concat(jvm, []string{"Client"}),
		server: slices.Concat(jvm, []string{"Server"}),
	},
	{
		name:  "haskell",
		needs: []*tool{ghc},
		build: [][]string{
			{"ghc", "-v0", "-threaded", "-Wall", "-outputdir", "server.objects", "Server.hs"},
			{"ghc", "-v0", "-threaded", "-Wall", "-outputdir", "client.objects", "Client.hs"},
		},
		client: []string{"./Client"},
		server: []string{"./Server"},
	},
	{
		name:   "ruby",
		needs:  []*tool{ruby},
		build:  [][]string{{"ruby", "-wc", "server.rb"}, {"ruby", "-wc", "client.rb"}},
		client: []string{"ruby", "client.rb"},
		server: []string{"ruby", "server.rb"},
	},
	{
		name:   "python",
		needs:  []*tool{python3},
		client: []string{"python3", "-W", "error", "client.py"},
		server: []string{"python3", "-W", "error", "server.py"},
	},
	{
		name:   "node",
		needs:  []*tool{node},
		client: []string{"node", "--throw-deprecation", "client.js"},
		server: []string{"node", "--throw-deprecation", "server.js"},
	},
	{
		name:  "winsock",
		needs: []*tool{mingw, wine, wineserver},
		build: [][]string{
			{"x86_64-w64-mingw32-gcc", "-Wall", "-Wextra", "-pedantic", "-o", "server.exe", "server.c", "-lws2_32"},
			{"x86_64-w64-mingw32-gcc", "-Wall", "-Wextra", "-pedantic", "-o", "client.exe", "client.c", "-lws2_32"},
		},
		client: []string{"wine64", "./client.exe"},
		server: []string{"wine64", "./server.exe"},
	},
}
