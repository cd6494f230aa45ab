package org.crashtag.layout.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.TokenContext.Doubt;

/** Splits a header into declarations. Function bodies are skipped. */
final class Declarations {
  private static final Set<String> AGGREGATES = Set.of("struct", "union", "enum", "class");
  private static final Set<String> ATTRIBUTES =
      Set.of("__declspec", "_declspec", "__attribute__", "_Alignas", "alignas");

  /**
   * A declaration with its semicolon, or a function definition without its body.
   *
   * @param doubt why it may differ; null if it is certain
   */
  record Declaration(List<Token> tokens, boolean isFunction, Doubt doubt) {}

  private final Preprocessor words;

  /** Number of open {@code extern "C"} blocks. */
  private int blocks;

  private List<Token> tokens = new ArrayList<>();
  private Doubt doubt;
  private int depth;
  private boolean isFunction;

  /** Whether a structure keyword was read, followed only by tokens that may precede its brace. */
  private boolean isHead;

  Declarations(Preprocessor words) {
    this.words = words;
  }

  /** The next declaration; null at the end. */
  Declaration next() throws UnknownTypeException {
    tokens = new ArrayList<>();
    doubt = null;
    depth = 0;
    isHead = false;
    isFunction = false;
    while (true) {
      Token token = words.next();
      if (token.isEnd()) {
        return atEnd();
      }
      if (depth == 0 && tokens.isEmpty() && passes(token)) {
        continue;
      }
      note(token);
      if (depth == 0 && token.is("{") && opensBlock()) {
        blocks++;
        tokens.clear();
        doubt = null;
        continue;
      }
      if (depth == 0 && token.is("{") && !isHead && !isTypedef() && !followsValue()) {
        isFunction = true;
        skipBody(token);
        return new Declaration(tokens, true, doubt);
      }
      follow(token);
      tokens.add(token);
      if (depth == 0 && token.is(";")) {
        return new Declaration(tokens, isFunction, doubt);
      }
    }
  }

  private Declaration atEnd() throws UnknownTypeException {
    if (tokens.isEmpty()) {
      return null;
    }
    // An unterminated declaration is not understood either.
    return new Declaration(tokens, false, doubt);
  }

  /** Skips tokens between declarations. */
  private boolean passes(Token token) {
    if (token.is("}") && blocks > 0) {
      blocks--;
      return true;
    }
    return token.is(";");
  }

  private void note(Token token) {
    TokenContext around = token.context();
    if (doubt == null) {
      doubt = around.doubt() != null || tokens.isEmpty() ? around.doubt() : around.crossed();
    }
  }

  private boolean opensBlock() {
    return tokens.size() == 2
        && tokens.get(0).is("extern")
        && tokens.get(1).kind() == Token.Kind.STRING;
  }

  private boolean isTypedef() {
    return !tokens.isEmpty() && tokens.get(0).is("typedef");
  }

  private boolean followsValue() {
    return !tokens.isEmpty() && tokens.get(tokens.size() - 1).is("=");
  }

  /** Tracks groups, and whether a brace would start a structure. */
  private void follow(Token token) {
    if (depth == 0) {
      boolean isAttribute = !tokens.isEmpty() && opensAttribute(tokens.get(tokens.size() - 1));
      if (AGGREGATES.contains(token.text())) {
        isHead = true;
      } else if (endsHead(token, isAttribute)) {
        isHead = false;
      }
    }
    depth = Math.max(0, depth + TokenList.depthOf(token));
  }

  private static boolean endsHead(Token token, boolean isAttribute) {
    return !token.isIdentifier()
        && !(token.is("(") && isAttribute)
        && !token.is(")")
        && !token.is("{")
        && !token.is("}")
        && !token.is(":");
  }

  private static boolean opensAttribute(Token token) {
    return ATTRIBUTES.contains(token.text()) || Annotations.is(token);
  }

  private void skipBody(Token open) throws UnknownTypeException {
    int level = 1;
    while (level > 0) {
      Token token = words.next();
      if (token.isEnd()) {
        throw open.location().fault("\"{\" is not closed");
      }
      note(token);
      level += token.is("{") ? 1 : token.is("}") ? -1 : 0;
    }
  }
}
