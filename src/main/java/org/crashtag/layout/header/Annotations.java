package org.crashtag.layout.header;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Annotations for analysis tools, which a compiler ignores. Source: Microsoft's documentation
 * "Using SAL annotations", and the WDK documentation of older annotations.
 */
final class Annotations {
  private static final Pattern SAL = Pattern.compile("_[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*_");
  private static final Pattern OLDER =
      Pattern.compile(
          "__(in|out|inout|field|deref|drv|range|struct|success|post|pre|callback)(_\\w+)?");
  private static final Set<String> OTHERS =
      Set.of("IN", "OUT", "OPTIONAL", "__nullterminated", "__analysis_noreturn");

  private Annotations() {}

  /** Whether the token is an annotation; parentheses that follow belong to it. */
  static boolean is(Token token) {
    return token.isIdentifier()
        && (SAL.matcher(token.text()).matches()
            || OLDER.matcher(token.text()).matches()
            || OTHERS.contains(token.text()));
  }

  /** Skips the annotations at the current position. */
  static void skip(TokenList tokens) throws org.crashtag.layout.UnknownTypeException {
    while (is(tokens.peek())) {
      tokens.next();
      if (tokens.isAt("(")) {
        tokens.skipGroup();
      }
    }
  }
}
