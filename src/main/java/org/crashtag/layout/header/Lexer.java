package org.crashtag.layout.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.layout.header.Token.Kind;

/** Splits the text of a header into tokens, without comments and line continuations. */
final class Lexer {
  private static final Set<String> THREE = Set.of("...", "<<=", ">>=");
  private static final Set<String> TWO =
      Set.of(
          "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=",
          "%=", "&=", "^=", "|=", "##");
  private static final Set<String> LITERAL_PREFIXES = Set.of("L", "u", "U", "u8");

  private final SourceText text;
  private Token next;

  Lexer(SourceText text) {
    this.text = text;
  }

  /** The next token; END at the end, however often it is called. */
  Token next() {
    Token token = peek();
    if (!token.isEnd()) {
      next = null;
    }
    return token;
  }

  Token peek() {
    if (next == null) {
      next = read();
    }
    return next;
  }

  /** The rest of the line. */
  List<Token> restOfLine() {
    List<Token> rest = new ArrayList<>();
    while (!peek().first() && !peek().isEnd()) {
      rest.add(next());
    }
    return rest;
  }

  private Token read() {
    boolean first = text.isStart();
    boolean spaced = false;
    while (true) {
      int c = text.at(0);
      if (c == '\n') {
        first = true;
        text.skip(1);
      } else if (c >= 0 && c <= ' ') {
        text.skip(1);
      } else if (c == '/' && text.at(1) == '/') {
        skipLine();
      } else if (c == '/' && text.at(1) == '*') {
        SourceLocation location = text.location();
        if (!skipComment()) {
          return Token.of(Kind.FAULT, "unterminated comment", location, true, first);
        }
      } else {
        return word(c, first, spaced);
      }
      spaced = true;
    }
  }

  private void skipLine() {
    while (text.at(0) != '\n' && text.at(0) >= 0) {
      text.skip(1);
    }
  }

  private boolean skipComment() {
    text.skip(2);
    while (text.at(0) != '*' || text.at(1) != '/') {
      if (text.at(0) < 0) {
        return false;
      }
      text.skip(1);
    }
    text.skip(2);
    return true;
  }

  private Token word(int c, boolean first, boolean spaced) {
    SourceLocation location = text.location();
    int start = text.position();
    if (c < 0) {
      return Token.of(Kind.END, "", location, spaced, true);
    }
    Kind kind;
    if (isLetter(c)) {
      skipName();
      boolean isPrefix = LITERAL_PREFIXES.contains(text.since(start));
      boolean isLiteral = isPrefix && (text.at(0) == '"' || text.at(0) == '\'');
      kind = isLiteral ? literal(text.at(0)) : Kind.IDENTIFIER;
    } else if (isDigit(c) || (c == '.' && isDigit(text.at(1)))) {
      kind = number();
    } else if (c == '"' || c == '\'') {
      kind = literal(c);
    } else {
      kind = punctuator();
    }
    String word = text.since(start);
    return Token.of(kind, kind == Kind.FAULT ? fault(word) : word, location, spaced, first);
  }

  private static String fault(String word) {
    char c = word.charAt(0);
    return c < 0x7F && c > ' ' ? "a " + c + " without its end" : "a character that C doesn't know";
  }

  private void skipName() {
    while (isLetter(text.at(0)) || isDigit(text.at(0))) {
      text.skip(1);
    }
  }

  private Kind number() {
    while (isLetter(text.at(0)) || isDigit(text.at(0)) || text.at(0) == '.') {
      boolean isExponent = "eEpP".indexOf(text.at(0)) >= 0;
      text.skip(1);
      if (isExponent && (text.at(0) == '+' || text.at(0) == '-')) {
        text.skip(1);
      }
    }
    return Kind.NUMBER;
  }

  private Kind literal(int quote) {
    text.skip(1);
    while (text.at(0) != quote) {
      if (text.at(0) < 0 || text.at(0) == '\n') {
        return Kind.FAULT;
      }
      text.skip(text.at(0) == '\\' && text.at(1) >= 0 && text.at(1) != '\n' ? 2 : 1);
    }
    text.skip(1);
    return quote == '"' ? Kind.STRING : Kind.CHARACTER;
  }

  private Kind punctuator() {
    if (THREE.contains(text.ahead(3))) {
      text.skip(3);
      return Kind.PUNCTUATOR;
    }
    if (TWO.contains(text.ahead(2))) {
      text.skip(2);
      return Kind.PUNCTUATOR;
    }
    int c = text.at(0);
    text.skip(1);
    return c < 0x7F && c != '\\' && c != '`' && c != '@' ? Kind.PUNCTUATOR : Kind.FAULT;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
