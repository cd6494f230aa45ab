package org.crashtag.layout.header;

import java.util.List;

/**
 * A {@code #define}.
 *
 * @param parameters null for an object-like macro
 * @param isVariadic whether the last parameter is {@code __VA_ARGS__}
 * @param isOwn whether one of the user's headers defines it
 * @param doubt why its definition may differ; null if it is certain
 */
record Macro(
    String name,
    List<String> parameters,
    boolean isVariadic,
    List<Token> body,
    boolean isOwn,
    TokenContext.Doubt doubt) {

  boolean isFunction() {
    return parameters != null;
  }
}
