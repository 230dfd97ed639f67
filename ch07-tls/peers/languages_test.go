package peers

import "slices"

// A language is a client and a server in one folder, and what it takes to build
// and run them. The commands are those of the programs' own first comments,
// with the warnings on. They run in a copy of the folder.
type language struct {
	name   string
	needs  []*tool
	build  []string
	client []string // HOST PORT CA [CERT KEY] follow
	server []string // CA CERT KEY
}

var (
	version = []string{"--version"}

	javac = &tool{names: []string{"javac"}, check: version, apt: "default-jdk-headless", brew: "openjdk"}
	java  = &tool{names: []string{"java"}, check: version, apt: "default-jdk-headless", brew: "openjdk"}
	// Soon started, and nothing left in /tmp by a process that is ended.
	jvm = []string{"java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"}

	python3 = &tool{
		names: []string{"python3", "python"},
		check: []string{"-c", "import ssl, sys; sys.exit(sys.version_info < (3, 8))"},
		apt:   "python3",
		brew:  "python",
	}
	node = &tool{names: []string{"node", "nodejs"}, check: version, apt: "nodejs", brew: "node"}
)

var languages = []language{
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
		name:   "java",
		needs:  []*tool{javac, java},
		build:  []string{"javac", "-Xlint:all", "Server.java", "Client.java"},
		client: slices.Concat(jvm, []string{"Client"}),
		server: slices.Concat(jvm, []string{"Server"}),
	},
}
