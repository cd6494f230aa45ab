package org.crashtag.layout.header;

import java.util.ArrayDeque;
import java.util.Deque;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.TokenContext.Doubt;

/** Tracks which parts of a header {@code #if} and related directives exclude. */
final class Conditions {
  private static final int MOST_DEPTH = 256;

  private static final class Condition {
    private final SourceLocation location;
    private final boolean isReached;
    private boolean isActive;
    private boolean wasActive;
    private boolean hadElse;
    private Doubt doubt;

    private Condition(SourceLocation location, boolean isReached, boolean isActive, Doubt doubt) {
      this.location = location;
      this.isReached = isReached;
      this.isActive = isReached && isActive;
      this.wasActive = this.isActive;
      this.doubt = doubt;
    }
  }

  private final Deque<Condition> open = new ArrayDeque<>();

  /** Doubts about sections that have ended since the last call. */
  private Doubt ended;

  boolean isActive() {
    return open.isEmpty() || open.peek().isActive;
  }

  int depth() {
    return open.size();
  }

  /** Why the tokens here may be excluded; null if they are certainly included. */
  Doubt doubt() {
    for (Condition condition : open) {
      if (condition.doubt != null) {
        return condition.doubt;
      }
    }
    return null;
  }

  /** Why tokens may be missing since the last call; null if none are missing. */
  Doubt takeEnded() {
    Doubt doubt = ended;
    ended = null;
    return doubt;
  }

  /** Handles {@code #if}, {@code #ifdef} and {@code #ifndef}. */
  void begin(SourceLocation location, boolean holds, Doubt doubt) throws UnknownTypeException {
    if (open.size() >= MOST_DEPTH) {
      throw location.fault("#if nested more than 256 levels deep");
    }
    open.push(new Condition(location, isActive(), holds, doubt));
  }

  /** Whether the condition of an {@code #elif} at this point must be evaluated. */
  boolean wantsNext() {
    return !open.isEmpty() && open.peek().isReached && !open.peek().wasActive;
  }

  /** Handles {@code #elif}. */
  void next(Token directive, boolean holds, Doubt doubt) throws UnknownTypeException {
    Condition condition = last(directive);
    condition.isActive = wantsNext() && holds;
    condition.wasActive |= condition.isActive;
    condition.doubt = condition.doubt == null ? doubt : condition.doubt;
  }

  /** Handles {@code #else}. */
  void otherwise(Token directive) throws UnknownTypeException {
    Condition condition = last(directive);
    condition.isActive = wantsNext();
    condition.wasActive = true;
    condition.hadElse = true;
  }

  private Condition last(Token directive) throws UnknownTypeException {
    if (open.isEmpty() || open.peek().hadElse) {
      throw directive.location().fault("#" + directive.text() + " without #if");
    }
    return open.peek();
  }

  /** Handles {@code #endif}. */
  void end(Token directive) throws UnknownTypeException {
    if (open.isEmpty()) {
      throw directive.location().fault("#endif without #if");
    }
    Condition condition = open.pop();
    ended = condition.doubt == null ? ended : condition.doubt;
  }

  /** Checks the end of a file that began with {@code before} open conditions. */
  void checkDepth(int before, SourceLocation end) throws UnknownTypeException {
    if (open.size() > before) {
      throw open.peek().location.fault("#if without #endif");
    }
    if (open.size() < before) {
      throw end.fault("#endif closes an #if of another file");
    }
  }
}
