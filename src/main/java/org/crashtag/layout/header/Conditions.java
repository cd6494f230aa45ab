package org.crashtag.layout.header;

import java.util.ArrayDeque;
import java.util.Deque;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.TokenContext.Doubt;

/** Which parts of a header {@code #if} and the like leave out. */
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

  /** What was in doubt and has ended since it was last asked for. */
  private Doubt ended;

  boolean isActive() {
    return open.isEmpty() || open.peek().isActive;
  }

  int depth() {
    return open.size();
  }

  /** Why the words here may not belong to the header; null where they do. */
  Doubt doubt() {
    for (Condition condition : open) {
      if (condition.doubt != null) {
        return condition.doubt;
      }
    }
    return null;
  }

  /** Why words may be missing since the last call; null where none are. */
  Doubt takeEnded() {
    Doubt doubt = ended;
    ended = null;
    return doubt;
  }

  /** {@code #if} and the like. */
  void begin(SourceLocation location, boolean holds, Doubt doubt) throws UnknownTypeException {
    if (open.size() >= MOST_DEPTH) {
      throw location.fault("#if in #if, deeper than 256 levels");
    }
    open.push(new Condition(location, isActive(), holds, doubt));
  }

  /** Whether the condition of an {@code #elif} here matters. */
  boolean wantsNext() {
    return !open.isEmpty() && open.peek().isReached && !open.peek().wasActive;
  }

  /** {@code #elif}. */
  void next(Token directive, boolean holds, Doubt doubt) throws UnknownTypeException {
    Condition condition = last(directive);
    condition.isActive = wantsNext() && holds;
    condition.wasActive |= condition.isActive;
    condition.doubt = condition.doubt == null ? doubt : condition.doubt;
  }

  /** {@code #else}. */
  void otherwise(Token directive) throws UnknownTypeException {
    Condition condition = last(directive);
    condition.isActive = wantsNext();
    condition.wasActive = true;
    condition.hadElse = true;
  }

  private Condition last(Token directive) throws UnknownTypeException {
    if (open.isEmpty() || open.peek().hadElse) {
      throw directive.location().fault("#" + directive.text() + " without its #if");
    }
    return open.peek();
  }

  /** {@code #endif}. */
  void end(Token directive) throws UnknownTypeException {
    if (open.isEmpty()) {
      throw directive.location().fault("#endif without its #if");
    }
    Condition condition = open.pop();
    ended = condition.doubt == null ? ended : condition.doubt;
  }

  /** At the end of a file, before which so many were open. */
  void checkDepth(int before, SourceLocation end) throws UnknownTypeException {
    if (open.size() > before) {
      throw open.peek().location.fault("#if without its #endif");
    }
    if (open.size() < before) {
      throw end.fault("an #endif of another file's #if");
    }
  }
}
