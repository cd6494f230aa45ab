package org.crashtag.layout.header;

import java.util.List;

/**
 * A {@code #define}.
 *
 * @param parameters null where it takes none, not even in parentheses
 * @param isVariadic whether the last parameter is {@code __VA_ARGS__}
 * @param isOwn whether the user's headers define it
 * @param doubt why it may be another; null where it is certain
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
