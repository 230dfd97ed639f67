// Package securestream is chapter 7 of the workbook: TLS, with certificates on
// both sides.
//
// The protocol is that of RFC 8446, TLS 1.3; certificates are those of RFC
// 5280. No key is in a file: authorities are made when a program starts.
package securestream
