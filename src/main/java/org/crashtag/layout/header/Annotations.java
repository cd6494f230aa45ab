package org.crashtag.layout.header;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words that tell analysis tools something and a compiler nothing. Source: Microsoft's
 * documentation "Using SAL annotations", and the WDK's of older ones.
 */
final class Annotations {
  private static final Pattern SAL = Pattern.compile("_[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*_");
  private static final Pattern OLDER =
      Pattern.compile(
          "__(in|out|inout|field|deref|drv|range|struct|success|post|pre|callback)(_\\w+)?");
  private static final Set<String> OTHERS =
      Set.of("IN", "OUT", "OPTIONAL", "__nullterminated", "__analysis_noreturn");

  private Annotations() {}

  /** Whether it is one; what follows in parentheses belongs to it. */
  static boolean is(Token token) {
    return token.isIdentifier()
        && (SAL.matcher(token.text()).matches()
            || OLDER.matcher(token.text()).matches()
            || OTHERS.contains(token.text()));
  }

  /** Passes those that stand next. */
  static void skip(TokenList tokens) throws org.crashtag.layout.UnknownTypeException {
    while (is(tokens.peek())) {
      tokens.next();
      if (tokens.isAt("(")) {
        tokens.skipGroup();
      }
    }
  }
}
