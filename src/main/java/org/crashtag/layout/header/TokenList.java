package org.crashtag.layout.header;

import java.util.List;
import java.util.Set;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Token.Kind;

/** A list of tokens, read forwards. */
final class TokenList {
  private static final Set<String> OPENING = Set.of("(", "[", "{");
  private static final Set<String> CLOSING = Set.of(")", "]", "}");

  private final List<Token> tokens;
  private final Token end;
  private int position;

  /**
   * @param end the location that is reported if the tokens end too early
   */
  TokenList(List<Token> tokens, SourceLocation end) {
    this.tokens = tokens;
    SourceLocation last = tokens.isEmpty() ? end : tokens.get(tokens.size() - 1).location();
    this.end = Token.of(Kind.END, "", last, false, true);
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return position + ahead < tokens.size() ? tokens.get(position + ahead) : end;
  }

  Token next() {
    Token token = peek();
    position = Math.min(tokens.size(), position + 1);
    return token;
  }

  boolean isAt(String word) {
    return peek().is(word);
  }

  boolean take(String word) {
    boolean isThere = isAt(word);
    if (isThere) {
      position++;
    }
    return isThere;
  }

  Token expect(String word) throws UnknownTypeException {
    if (!isAt(word)) {
      throw fault("expected \"" + word + "\", not " + peek().shown());
    }
    return next();
  }

  int position() {
    return position;
  }

  void goBackTo(int earlier) {
    position = earlier;
  }

  /** An error at the next token; the token's own error if it is a fault. */
  UnknownTypeException fault(String message) {
    Token token = peek();
    return token.location().fault(token.kind() == Kind.FAULT ? token.text() : message);
  }

  /** Skips a parenthesis with its contents. */
  void skipGroup() throws UnknownTypeException {
    Token open = next();
    int depth = 1;
    while (depth > 0) {
      if (peek().isEnd()) {
        throw open.location().fault(open.shown() + " is not closed");
      }
      depth += depthOf(next());
    }
  }

  /** 1 if the token opens a group, -1 if it closes one. */
  static int depthOf(Token token) {
    if (token.kind() != Kind.PUNCTUATOR) {
      return 0;
    }
    return OPENING.contains(token.text()) ? 1 : CLOSING.contains(token.text()) ? -1 : 0;
  }
}
