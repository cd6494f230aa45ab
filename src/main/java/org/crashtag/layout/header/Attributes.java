package org.crashtag.layout.header;

import java.util.Set;
import org.crashtag.layout.UnknownTypeException;

/** {@code __declspec} and similar attributes. */
final class Attributes {
  /** Computes an alignment from the tokens that follow. */
  interface Value {
    int of(TokenList tokens) throws UnknownTypeException;
  }

  private static final Set<String> DECLSPEC = Set.of("__declspec", "_declspec");
  private static final Set<String> ALIGN = Set.of("_Alignas", "alignas");

  private Attributes() {}

  static boolean starts(Token token) {
    return token.isIdentifier()
        && (DECLSPEC.contains(token.text())
            || ALIGN.contains(token.text())
            || token.is("__attribute__"));
  }

  /** Skips one attribute and returns the alignment that it requests, or 0. */
  static int parse(TokenList tokens, Value value) throws UnknownTypeException {
    Token word = tokens.next();
    if (word.is("__attribute__")) {
      checkHarmless(tokens, word);
      return 0;
    }
    tokens.expect("(");
    int alignment = 0;
    if (ALIGN.contains(word.text())) {
      alignment = value.of(tokens);
      tokens.expect(")");
      return alignment;
    }
    while (!tokens.take(")")) {
      if (tokens.take("align")) {
        tokens.expect("(");
        alignment = Math.max(alignment, value.of(tokens));
        tokens.expect(")");
      } else if (tokens.isAt("(")) {
        tokens.skipGroup();
      } else if (tokens.peek().isIdentifier() || tokens.isAt(",")) {
        tokens.next();
      } else {
        throw tokens.fault("__declspec can't contain " + tokens.peek().shown());
      }
    }
    return alignment;
  }

  /** An attribute of another compiler: skipped unless it affects the layout. */
  private static void checkHarmless(TokenList tokens, Token word) throws UnknownTypeException {
    int from = tokens.position();
    if (!tokens.isAt("(")) {
      throw tokens.fault("expected \"(\" after __attribute__");
    }
    tokens.skipGroup();
    int to = tokens.position();
    tokens.goBackTo(from);
    while (tokens.position() < to) {
      String text = tokens.next().text();
      if (text.contains("packed") || text.contains("aligned") || text.contains("mode")) {
        throw word.location().fault("Microsoft's compiler does not support __attribute__ " + text);
      }
    }
  }
}
