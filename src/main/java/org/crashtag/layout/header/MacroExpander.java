package org.crashtag.layout.header;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Token.Kind;
import org.crashtag.layout.header.TokenContext.Doubt;

/** Expands macros in a sequence of tokens. */
final class MacroExpander {
  /** The source of tokens; END at the end, however often it is called. */
  interface Words {
    Token next() throws UnknownTypeException;
  }

  private final Words source;
  private final Map<String, Macro> macros;
  private final MacroBudget budget;
  private final int level;
  private final Deque<Token> pending = new ArrayDeque<>();

  MacroExpander(Words source, Map<String, Macro> macros, MacroBudget budget) {
    this(source, macros, budget, 0);
  }

  private MacroExpander(Words source, Map<String, Macro> macros, MacroBudget budget, int level) {
    this.source = source;
    this.macros = macros;
    this.budget = budget;
    this.level = level;
  }

  /** Expands all tokens of a list. */
  static List<Token> expand(List<Token> words, Map<String, Macro> macros, MacroBudget budget)
      throws UnknownTypeException {
    return expand(words, macros, budget, 0);
  }

  private static List<Token> expand(
      List<Token> words, Map<String, Macro> macros, MacroBudget budget, int level)
      throws UnknownTypeException {
    TokenList list = new TokenList(words, new SourceLocation("", 0, 0));
    MacroExpander expander = new MacroExpander(list::next, macros, budget, level);
    List<Token> expanded = new ArrayList<>();
    for (Token token = expander.next(); !token.isEnd(); token = expander.next()) {
      expanded.add(token);
    }
    return expanded;
  }

  /** The next token after expansion. */
  Token next() throws UnknownTypeException {
    while (true) {
      Token token = word();
      Macro macro = token.isIdentifier() ? macros.get(token.text()) : null;
      if (macro == null || token.hidden().contains(macro.name())) {
        return token;
      }
      if (!macro.isFunction()) {
        replace(token, macro, List.of(), token.hidden());
      } else if (!call(token, macro)) {
        return token;
      }
    }
  }

  private Token word() throws UnknownTypeException {
    return pending.isEmpty() ? source.next() : pending.pop();
  }

  /** False if no parenthesis follows, so that the name is not expanded. */
  private boolean call(Token name, Macro macro) throws UnknownTypeException {
    Token open = word();
    if (!open.is("(")) {
      pending.push(open);
      return false;
    }
    List<List<Token>> arguments = new ArrayList<>();
    Token close = arguments(name, macro, arguments);
    int wanted = macro.parameters().size();
    if (wanted == 1 && arguments.isEmpty()) {
      arguments.add(List.of());
    }
    if (macro.isVariadic() && arguments.size() == wanted - 1) {
      arguments.add(List.of());
    }
    if (arguments.size() != wanted) {
      throw name.location()
          .fault(macro.name() + " expects " + wanted + " arguments, not " + arguments.size());
    }
    replace(name, macro, arguments, name.hidden().inBoth(close.hidden()));
    return true;
  }

  private Token arguments(Token name, Macro macro, List<List<Token>> arguments)
      throws UnknownTypeException {
    List<Token> argument = new ArrayList<>();
    int depth = 0;
    while (true) {
      Token token = word();
      if (token.isEnd()) {
        throw name.location().fault("the arguments of " + macro.name() + " don't end");
      }
      budget.word(token.location());
      boolean isLast = macro.isVariadic() && arguments.size() == macro.parameters().size() - 1;
      if (depth == 0 && token.is(")")) {
        if (!argument.isEmpty() || !arguments.isEmpty()) {
          arguments.add(argument);
        }
        return token;
      }
      if (depth == 0 && token.is(",") && !isLast) {
        arguments.add(argument);
        argument = new ArrayList<>();
        continue;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      argument.add(token);
    }
  }

  private void replace(Token name, Macro macro, List<List<Token>> arguments, HiddenMacros hidden)
      throws UnknownTypeException {
    HiddenMacros now = hidden.and(macro.name());
    budget.levels(Math.max(level, now.size()), name.location());
    List<Token> result = new Substitution(macro, arguments, name).result();
    boolean isFirst = true;
    List<Token> placed = new ArrayList<>();
    for (Token token : result) {
      budget.word(name.location());
      Token from = token.from(name.location(), now).with(context(name, macro));
      placed.add(isFirst ? from.withSpaced(name.spaced()) : from);
      isFirst = false;
    }
    for (int i = placed.size() - 1; i >= 0; i--) {
      pending.push(placed.get(i));
    }
  }

  private static TokenContext context(Token name, Macro macro) {
    TokenContext now = name.context();
    Doubt doubt = now.doubt() == null ? macro.doubt() : now.doubt();
    return Objects.equals(doubt, now.doubt())
        ? now
        : new TokenContext(now.packing(), doubt, now.crossed());
  }

  /** Substitutes arguments for parameters. */
  private final class Substitution {
    private final Macro macro;
    private final List<List<Token>> arguments;
    private final Token name;
    private final List<Token> result = new ArrayList<>();

    /** Whether the last token is joined with the next one. */
    private boolean pastes;

    private Substitution(Macro macro, List<List<Token>> arguments, Token name) {
      this.macro = macro;
      this.arguments = arguments;
      this.name = name;
    }

    List<Token> result() throws UnknownTypeException {
      List<Token> body = macro.body();
      for (int i = 0; i < body.size(); i++) {
        Token token = body.get(i);
        if (token.is("##") && i > 0 && i + 1 < body.size()) {
          pastes = true;
        } else if (token.is("#") && i + 1 < body.size() && parameter(body.get(i + 1)) >= 0) {
          i++;
          add(List.of(quoted(arguments.get(parameter(body.get(i))))));
        } else if (parameter(token) >= 0) {
          boolean isPasted = pastes || (i + 1 < body.size() && body.get(i + 1).is("##"));
          addArgument(token, isPasted);
        } else {
          add(List.of(token));
        }
      }
      return result;
    }

    private int parameter(Token token) {
      return macro.isFunction() && token.isIdentifier()
          ? macro.parameters().indexOf(token.text())
          : -1;
    }

    private void addArgument(Token token, boolean isPasted) throws UnknownTypeException {
      int index = parameter(token);
      List<Token> argument = arguments.get(index);
      boolean isRest = macro.isVariadic() && index == arguments.size() - 1;
      boolean followsComma = !result.isEmpty() && result.get(result.size() - 1).is(",");
      if (isRest && followsComma && argument.isEmpty()) {
        // Microsoft's preprocessor always does this, others only after ##.
        result.remove(result.size() - 1);
        pastes = false;
      } else if (isRest && pastes && followsComma) {
        pastes = false;
        add(expand(argument, macros, budget, level + 1));
      } else {
        budget.levels(level + 1, name.location());
        add(isPasted ? argument : expand(argument, macros, budget, level + 1));
      }
    }

    private void add(List<Token> tokens) throws UnknownTypeException {
      List<Token> rest = tokens;
      if (pastes && !tokens.isEmpty() && !result.isEmpty()) {
        Token left = result.remove(result.size() - 1);
        result.add(pasted(left, tokens.get(0)));
        rest = tokens.subList(1, tokens.size());
      }
      pastes = false;
      for (Token token : rest) {
        budget.word(name.location());
        result.add(token);
      }
    }

    private Token pasted(Token left, Token right) throws UnknownTypeException {
      budget.text(left.text().length() + right.text().length(), name.location());
      String text = left.text() + right.text();
      Lexer lexer = new Lexer(new SourceText("", text));
      Token made = lexer.next();
      Kind kind = lexer.peek().isEnd() ? made.kind() : Kind.FAULT;
      return new Token(
          kind,
          kind == Kind.FAULT ? "## does not create a valid token from " + text : text,
          name.location(),
          left.spaced(),
          false,
          left.hidden().inBoth(right.hidden()),
          left.context());
    }

    private Token quoted(List<Token> argument) throws UnknownTypeException {
      StringBuilder text = new StringBuilder("\"");
      for (Token token : argument) {
        budget.text(text.length() + token.text().length(), name.location());
        text.append(token.spaced() && text.length() > 1 ? " " : "");
        boolean isLiteral = token.kind() == Kind.STRING || token.kind() == Kind.CHARACTER;
        text.append(
            isLiteral ? token.text().replace("\\", "\\\\").replace("\"", "\\\"") : token.text());
      }
      return Token.of(Kind.STRING, text.append('"').toString(), name.location(), true, false);
    }
  }
}
