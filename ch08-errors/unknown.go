package sockerrors

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// An UnknownError says that the table has nothing of a query.
type UnknownError struct {
	Query string
	Near  []string // names that are a letter or two from it, the nearest first
	HTTP  string   // what the query says of HTTP, if it does
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%.60q is in no line of the table", e.Query)
}

// Hint is what may have been meant.
func (e *UnknownError) Hint() string {
	switch {
	case len(e.Near) > 0:
		return "did you mean " + strings.Join(e.Near, " or ") + "?"
	case e.HTTP != "":
		return e.HTTP + " is HTTP's: the server has answered"
	}
	return "give a number, a name, or either and a system: 111@linux"
}

// notFound is the error for a query. What looks like a misspelt name in a
// message is one.
func notFound(query string) *UnknownError {
	near := nearest(query, allNames())
	for _, word := range words(query) {
		if len(near) == 0 && len(word) > 4 && word == strings.ToUpper(word) {
			near = nearest(word, allNames())
		}
	}
	return &UnknownError{Query: query, Near: near, HTTP: httpIn(query)}
}

// httpStatus is how messages speak of a status of HTTP.
var httpStatus = regexp.MustCompile(`(?i)(?:^|\bHTTP(?:/[0-9.]+)?:? |\bstatus(?: code)?:? |\bgot )([1-5][0-9][0-9])\b`)

// httpIn is the status that a query is or speaks of, the last if several: in
// "expected 101 but got 404" that is what came. UWP has names for them.
func httpIn(query string) string {
	for member, name := range webStatusNames {
		if strings.EqualFold(query, name) {
			return fmt.Sprintf("%v (%d)", member, int(member))
		}
	}
	found := httpStatus.FindAllStringSubmatch(query, -1)
	if found == nil {
		return ""
	}
	status, _ := strconv.Atoi(found[len(found)-1][1]) // three digits
	name := http.StatusText(status)
	if name == "" {
		return ""
	}
	return fmt.Sprintf("%s (%d)", name, status)
}
