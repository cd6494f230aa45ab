package org.crashtag.layout.header;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Token.Kind;
import org.crashtag.layout.header.TokenContext.Doubt;

/**
 * The tokens of a header and of its includes as the compiler receives them: directives are executed
 * and macros expanded.
 */
final class Preprocessor {
  private static final int MOST_FILES = 500;
  private static final int MOST_CHARACTERS = 32 << 20;
  private static final int MOST_DEPTH = 40;

  /** Macros that identify other compilers. */
  private static final Set<String> KNOWN_ABSENT =
      Set.of("__cplusplus", "__GNUC__", "__clang__", "__STDC_VERSION__", "__midl", "RC_INVOKED");

  private static final class File {
    private final Lexer lexer;
    private final String path;
    private final int conditions;

    private File(Lexer lexer, String path, int conditions) {
      this.lexer = lexer;
      this.path = path;
      this.conditions = conditions;
    }
  }

  private final HeaderFiles headers;
  private final Deque<File> files = new ArrayDeque<>();
  private final Map<String, Macro> macros = new LinkedHashMap<>();
  private final Set<String> once = new HashSet<>();
  private final Conditions conditions = new Conditions();
  private final Packing packing = new Packing();
  private final MacroBudget budget = new MacroBudget();
  private final MacroExpander expander = new MacroExpander(this::word, macros, budget);
  private boolean isOwn;
  private int read;
  private int characters;

  /** Why everything from here on is uncertain; null if it isn't. */
  private Doubt lasting;

  /** The first condition that couldn't be evaluated; null if there is none. */
  private Doubt undecided;

  private TokenContext context = TokenContext.NONE;

  Preprocessor(HeaderFiles headers, Architecture architecture) throws UnknownTypeException {
    this.headers = headers;
    Predefined.words(architecture).forEach((name, value) -> predefine(name, value, false));
  }

  /** Defines the user's macros, as the compiler's option {@code /D} does. */
  void define(Map<String, String> defines) {
    defines.forEach((name, value) -> predefine(name, value, true));
  }

  private void predefine(String name, String value, boolean own) {
    Lexer lexer = new Lexer(new SourceText("", value));
    List<Token> body = new ArrayList<>();
    while (!lexer.peek().isEnd()) {
      body.add(lexer.next());
    }
    macros.put(name, new Macro(name, null, false, body, own, null));
  }

  /** Reads this header next; {@code own} says whether it belongs to the user. */
  void open(HeaderFiles.Header header, boolean own) {
    isOwn = own;
    begin(header);
  }

  private void begin(HeaderFiles.Header header) {
    characters += header.text().length();
    read++;
    SourceText text = new SourceText(header.shown(), header.text());
    files.push(new File(new Lexer(text), header.path(), conditions.depth()));
  }

  /** The next token; END at the end, however often it is called. */
  Token next() throws UnknownTypeException {
    while (true) {
      Token token = expander.next();
      if (!token.is("__pragma") && !token.is("_Pragma")) {
        return packed(token);
      }
      pragmaOperator(token);
    }
  }

  /** Macros can contain pragmas, so packing is known only after expansion. */
  private Token packed(Token token) {
    TokenContext around = token.context();
    return around.packing() == packing.bytes()
        ? token
        : token.with(new TokenContext(packing.bytes(), around.doubt(), around.crossed()));
  }

  /** All macros, in definition order. */
  Map<String, Macro> macros() {
    return Collections.unmodifiableMap(macros);
  }

  /** The expansion of a macro. */
  List<Token> expand(List<Token> words) throws UnknownTypeException {
    return MacroExpander.expand(words, macros, budget);
  }

  /** Why everything from here on is uncertain; null if it isn't. */
  Doubt lasting() {
    return lasting;
  }

  /** Why tokens may be excluded; null if none are. */
  Doubt undecided() {
    return undecided;
  }

  /** Marks everything from here on as uncertain. */
  void doubt(SourceLocation location, String message) {
    lasting = lasting == null ? new Doubt(location, message) : lasting;
  }

  private Token word() throws UnknownTypeException {
    while (true) {
      File file = files.peek();
      Token token = file.lexer.next();
      if (token.isEnd()) {
        if (files.size() == 1) {
          conditions.checkDepth(file.conditions, token.location());
          return token;
        }
        files.pop();
        conditions.checkDepth(file.conditions, token.location());
      } else if (token.first() && token.is("#")) {
        directive(file);
      } else if (conditions.isActive()) {
        return token.with(context());
      }
    }
  }

  private TokenContext context() {
    Doubt doubt = lasting == null ? conditions.doubt() : lasting;
    Doubt crossed = conditions.takeEnded();
    if (!Objects.equals(context.doubt(), doubt) || !Objects.equals(context.crossed(), crossed)) {
      context = new TokenContext(packing.bytes(), doubt, crossed);
    }
    return context;
  }

  private void directive(File file) throws UnknownTypeException {
    Token name = file.lexer.peek();
    if (name.first()) {
      return;
    }
    TokenList line = new TokenList(file.lexer.restOfLine(), name.location());
    line.next();
    switch (name.text()) {
      case "if", "ifdef", "ifndef" -> begin(name, line);
      case "elif", "elifdef", "elifndef" -> nextBranch(name, line);
      case "else" -> conditions.otherwise(name);
      case "endif" -> conditions.end(name);
      default -> {
        if (conditions.isActive()) {
          act(name, line, file);
        }
      }
    }
  }

  private void act(Token name, TokenList line, File file) throws UnknownTypeException {
    switch (name.text()) {
      case "define" -> define(line);
      case "undef" -> macros.remove(line.next().text());
      case "include" -> include(name, line, file);
      case "pragma" -> pragma(rest(line), name.location(), file);
      case "error" -> doubt(name.location(), "#error" + spelled(rest(line)));
      case "warning", "line", "ident" -> {
        // Does not affect layouts.
      }
      default -> doubt(name.location(), "#" + name.text() + " isn't known");
    }
  }

  private static List<Token> rest(TokenList line) {
    List<Token> rest = new ArrayList<>();
    while (!line.peek().isEnd()) {
      rest.add(line.next());
    }
    return rest;
  }

  private static String spelled(List<Token> words) {
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(word.spaced() ? " " : "").append(word.text()));
    return text.toString();
  }

  /** The value of a condition, and why it may be wrong. */
  private final class Answer implements ConstantExpression.Names {
    private Doubt doubt;

    boolean of(Token directive, TokenList line) throws UnknownTypeException {
      if (directive.text().endsWith("def")) {
        return macros.containsKey(line.next().text()) != directive.text().endsWith("ndef");
      }
      List<Token> words = expand(definedReplaced(line));
      return ConstantExpression.ofCondition(new TokenList(words, directive.location()), this)
          .isTrue();
    }

    /** A condition that cannot be evaluated is unknown. */
    boolean orDoubt(Token directive, TokenList line) {
      try {
        return of(directive, line);
      } catch (UnknownTypeException e) {
        doubt = new Doubt(null, e.getMessage());
        return false;
      }
    }

    @Override
    public Constant name(TokenList tokens, boolean counts) {
      Token name = tokens.next();
      if (counts && !KNOWN_ABSENT.contains(name.text())) {
        String message =
            "this depends on " + name.shown() + ", which is unknown; #define it before";
        doubt = doubt == null ? new Doubt(name.location(), message) : doubt;
      }
      return Constant.ofInt(0);
    }

    @Override
    public boolean isType(TokenList tokens, int ahead) {
      return false;
    }

    @Override
    public Constant cast(TokenList tokens, ConstantExpression.Cast operand)
        throws UnknownTypeException {
      throw tokens.fault("a condition can't contain a type");
    }
  }

  private List<Token> definedReplaced(TokenList line) throws UnknownTypeException {
    List<Token> words = new ArrayList<>();
    while (!line.peek().isEnd()) {
      Token token = line.next();
      boolean asksFile = token.is("__has_include");
      if (asksFile && line.isAt("(")) {
        line.skipGroup();
      } else if (token.is("defined")) {
        boolean isInside = line.take("(");
        asksFile = !macros.containsKey(line.next().text());
        if (isInside) {
          line.expect(")");
        }
      } else {
        words.add(token);
        continue;
      }
      words.add(Token.of(Kind.NUMBER, asksFile ? "0" : "1", token.location(), true, false));
    }
    return words;
  }

  private void begin(Token directive, TokenList line) throws UnknownTypeException {
    Answer answer = new Answer();
    boolean holds = conditions.isActive() && answer.orDoubt(directive, line);
    undecided = undecided == null ? answer.doubt : undecided;
    conditions.begin(directive.location(), holds, answer.doubt);
  }

  private void nextBranch(Token directive, TokenList line) throws UnknownTypeException {
    Answer answer = new Answer();
    String plain = directive.text().substring(2);
    Token asIf = Token.of(Kind.IDENTIFIER, plain, directive.location(), false, false);
    boolean holds = conditions.wantsNext() && answer.orDoubt(asIf, line);
    undecided = undecided == null ? answer.doubt : undecided;
    conditions.next(directive, holds, answer.doubt);
  }

  private void define(TokenList line) throws UnknownTypeException {
    Token name = line.next();
    if (!name.isIdentifier() || name.is("defined")) {
      throw name.location().fault(name.shown() + " can't be defined");
    }
    List<String> parameters = null;
    boolean isVariadic = false;
    if (line.isAt("(") && !line.peek().spaced()) {
      line.next();
      parameters = new ArrayList<>();
      isVariadic = parameters(line, parameters);
    }
    Doubt doubt = lasting == null ? conditions.doubt() : lasting;
    Macro macro = new Macro(name.text(), parameters, isVariadic, rest(line), isOwn, doubt);
    macros.remove(macro.name());
    macros.put(macro.name(), macro);
  }

  /** Whether the last parameter takes all remaining arguments. */
  private static boolean parameters(TokenList line, List<String> parameters)
      throws UnknownTypeException {
    while (!line.take(")")) {
      Token parameter = line.next();
      if (parameter.is("...")) {
        parameters.add("__VA_ARGS__");
        line.expect(")");
        return true;
      }
      if (!parameter.isIdentifier() || parameters.contains(parameter.text())) {
        throw parameter.location().fault(parameter.shown() + " is not a valid macro parameter");
      }
      parameters.add(parameter.text());
      if (!line.isAt(")")) {
        line.expect(",");
      }
    }
    return false;
  }

  private void include(Token directive, TokenList line, File file) throws UnknownTypeException {
    List<Token> words = rest(line);
    if (!words.isEmpty() && words.get(0).isIdentifier()) {
      words = expand(words);
    }
    Token first = words.isEmpty() ? directive : words.get(0);
    if (first.is("<")) {
      packByName(spelled(words).replaceAll("[\\s<>]", ""), directive.location());
    } else if (first.kind() == Kind.STRING && first.text().startsWith("\"")) {
      String name = first.text().substring(1, first.text().length() - 1);
      if (!packByName(name, directive.location())) {
        include(name, first.location(), file);
      }
    } else {
      doubt(directive.location(), "#include without a file name");
    }
  }

  /** Windows headers that only set the packing. */
  private boolean packByName(String name, SourceLocation location) throws UnknownTypeException {
    switch (name) {
      case "pshpack1.h" -> packing.push(1, location);
      case "pshpack2.h" -> packing.push(2, location);
      case "pshpack4.h" -> packing.push(4, location);
      case "pshpack8.h" -> packing.push(8, location);
      case "pshpack16.h" -> packing.push(16, location);
      case "poppack.h" -> packing.pop();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void include(String name, SourceLocation location, File from)
      throws UnknownTypeException {
    Optional<HeaderFiles.Header> found;
    try {
      found = headers.find(name, from.path);
    } catch (IOException e) {
      doubt(location, "\"" + name + "\" can't be read: " + e.getMessage());
      return;
    }
    if (found.isEmpty()) {
      doubt(location, "no file \"" + name + "\" in the folder");
    } else if (!once.contains(found.get().path())) {
      if (files.size() >= MOST_DEPTH || read >= MOST_FILES) {
        throw location.fault("too many #include files, or #include in a cycle");
      }
      if (characters + found.get().text().length() > MOST_CHARACTERS) {
        throw location.fault("the headers together exceed 32 MB");
      }
      begin(found.get());
    }
  }

  private void pragma(List<Token> words, SourceLocation location, File file)
      throws UnknownTypeException {
    if (words.isEmpty()) {
      return;
    }
    if (words.get(0).is("once")) {
      once.add(file.path);
    } else if (words.get(0).is("pack")) {
      try {
        packing.apply(expand(words.subList(1, words.size())), location);
      } catch (UnknownTypeException e) {
        doubt(null, e.getMessage());
      }
    }
  }

  private void pragmaOperator(Token operator) throws UnknownTypeException {
    List<Token> words = new ArrayList<>();
    int depth = 0;
    do {
      Token token = expander.next();
      if (token.isEnd() || (words.isEmpty() && !token.is("("))) {
        throw operator.location().fault(operator.text() + " without its argument");
      }
      budget.word(token.location());
      depth += TokenList.depthOf(token);
      words.add(token);
    } while (depth > 0);
    List<Token> inside = words.subList(1, words.size() - 1);
    if (operator.is("_Pragma")) {
      inside = unquoted(inside);
    }
    pragma(inside, operator.location(), files.peek());
  }

  private static List<Token> unquoted(List<Token> words) {
    List<Token> inside = new ArrayList<>();
    for (Token word : words) {
      String text = word.kind() == Kind.STRING ? word.text().replaceAll("^\"|\"$", "") : "";
      Lexer lexer = new Lexer(new SourceText(word.location().file(), text));
      while (!lexer.peek().isEnd()) {
        inside.add(lexer.next());
      }
    }
    return inside;
  }
}
