package org.crashtag.layout.header;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.crashtag.layout.UnknownTypeException;

/** State of {@code #pragma pack}. Source: Microsoft's documentation of the pragma, "pack". */
final class Packing {
  private static final Set<Long> SIZES = Set.of(1L, 2L, 4L, 8L, 16L);
  private static final int MOST_PUSHED = 1000;

  /**
   * An entry of the stack.
   *
   * @param name null if it has none
   */
  private record Pushed(String name, int bytes) {}

  private final Deque<Pushed> pushed = new ArrayDeque<>();
  private int bytes;

  /** The current packing in bytes; 0 for the compiler's default. */
  int bytes() {
    return bytes;
  }

  void push(int now, SourceLocation location) throws UnknownTypeException {
    push(null, location);
    bytes = now;
  }

  private void push(String name, SourceLocation location) throws UnknownTypeException {
    if (pushed.size() >= MOST_PUSHED) {
      throw location.fault("packing pushed over 1,000 times");
    }
    pushed.push(new Pushed(name, bytes));
  }

  void pop() {
    if (!pushed.isEmpty()) {
      bytes = pushed.pop().bytes;
    }
  }

  private void pop(String name) {
    if (pushed.stream().noneMatch(each -> name.equals(each.name))) {
      return;
    }
    Pushed last = pushed.pop();
    while (!name.equals(last.name)) {
      last = pushed.pop();
    }
    bytes = last.bytes;
  }

  /** Parses what follows {@code pack}. */
  void apply(List<Token> words, SourceLocation location) throws UnknownTypeException {
    TokenList tokens = new TokenList(words, location);
    tokens.expect("(");
    if (tokens.take(")")) {
      bytes = 0;
      return;
    }
    if (tokens.take("show")) {
      return;
    }
    boolean pushes = tokens.take("push");
    boolean pops = !pushes && tokens.take("pop");
    String name = null;
    if ((pushes || pops) && tokens.isAt(",") && tokens.peek(1).isIdentifier()) {
      tokens.next();
      name = tokens.next().text();
    }
    if (pushes) {
      push(name, location);
    } else if (pops && name != null) {
      pop(name);
    } else if (pops) {
      pop();
    }
    if ((pushes || pops) ? tokens.take(",") : !tokens.isAt(")")) {
      bytes = size(tokens);
    }
    tokens.expect(")");
  }

  private static int size(TokenList tokens) throws UnknownTypeException {
    Token token = tokens.next();
    long size = token.kind() == Token.Kind.NUMBER ? Literals.number(token).value() : 0;
    if (!SIZES.contains(size)) {
      throw token
          .location()
          .fault("packing of " + token.shown() + ", which isn't 1, 2, 4, 8 or 16");
    }
    return (int) size;
  }
}
