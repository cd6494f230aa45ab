package org.crashtag.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a* abc",
        "a* a",
        "** a/b/c",
        "a/** a/b/c",
        "a/**/c a/c",
        "a/**/c a/b/b/c",
        "[a-c] b",
        "[!a-c] d",
        "[]a] ]",
        "[a-] -",
        "[!-a] b",
        "[+-9] 5",
        "[+-9] -",
        "[+-9] +",
        "[-+] -",
        "[a-c-e] -",
        "[a-c-e] e",
        "[!]a] b",
        "[!]a]b xb",
        "[[:digit:]x] 7",
        "[[:digit:]x] x",
        "[![:upper:]] a",
        "[a[:] [",
        "[%--] +",
        "[.] .",
        "a[b a[b",
        "a{b a{b",
        "{a,b}c bc",
        "{a{1,2},b} a2",
        "a,b a,b",
        "a}b a}b",
        "a.b a.b",
        "(a)+$^|b (a)+$^|b",
        "a\\b a\\b",
        "\u00E4? \u00E4\u00F6"
      })
  void matches(String pattern, String path) {
    assertThat(path).matches(GlobPattern.regex(pattern));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a* a/b",
        "a?b a/b",
        "a[!x]b a/b",
        "a/**/c a/bc",
        "a/**/c ac",
        "[a-c] d",
        "[!a-c] b",
        "{a,b}c c",
        "a.b axb",
        "[\\d] 1",
        "[!-a] -",
        "[!-a] a",
        "[+-9] /",
        "[!x] /",
        "[+-9] :",
        "[a-c-e] d",
        "[!]a] ]",
        "[[:digit:]x] a",
        "[[:digit:]x] :",
        "[a-z] A"
      })
  void doesNotMatch(String pattern, String path) {
    assertThat(path).doesNotMatch(GlobPattern.regex(pattern));
  }
}
