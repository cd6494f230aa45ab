package org.crashtag.decode.declared.header;

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
import org.crashtag.decode.declared.Architecture;
import org.crashtag.decode.declared.UnknownTypeException;
import org.crashtag.decode.declared.header.Surroundings.Doubt;
import org.crashtag.decode.declared.header.Token.Kind;

/**
 * The words of a header and those that it includes, as the compiler gets them: directives obeyed,
 * macros replaced.
 */
final class Preprocessor {
  private static final int MOST_FILES = 500;
  private static final int MOST_CHARACTERS = 32 << 20;
  private static final int MOST_DEPTH = 40;

  /** What says about the compiler that it is another one. */
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

  /** What makes everything from here on uncertain; null where nothing does. */
  private Doubt lasting;

  /** The first condition that couldn't be decided; null where all could. */
  private Doubt undecided;

  private Surroundings surroundings = Surroundings.NONE;

  Preprocessor(HeaderFiles headers, Architecture architecture) throws UnknownTypeException {
    this.headers = headers;
    Predefined.words(architecture).forEach(this::predefine);
  }

  private void predefine(String name, String value) {
    Lexer lexer = new Lexer(new SourceText("", value));
    List<Token> body = new ArrayList<>();
    while (!lexer.peek().isEnd()) {
      body.add(lexer.next());
    }
    macros.put(name, new Macro(name, null, false, body, false, null));
  }

  /** Reads these words next; {@code own} where they are the user's. */
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

  /** The next word; at the end, over and over, the one of kind END. */
  Token next() throws UnknownTypeException {
    while (true) {
      Token token = expander.next();
      if (!token.is("__pragma") && !token.is("_Pragma")) {
        return packed(token);
      }
      pragmaOperator(token);
    }
  }

  /** Pragmas may stand in macros: what packs is known only now. */
  private Token packed(Token token) {
    Surroundings around = token.surroundings();
    return around.packing() == packing.bytes()
        ? token
        : token.with(new Surroundings(packing.bytes(), around.doubt(), around.crossed()));
  }

  /** All macros, in the order of their definition. */
  Map<String, Macro> macros() {
    return Collections.unmodifiableMap(macros);
  }

  /** A macro's words, replaced. */
  List<Token> expand(List<Token> words) throws UnknownTypeException {
    return MacroExpander.expand(words, macros, budget);
  }

  /** Why everything from here on is uncertain; null where it isn't. */
  Doubt lasting() {
    return lasting;
  }

  /** Why words may be left out; null where none are. */
  Doubt undecided() {
    return undecided;
  }

  /** Nothing from here on is certain. */
  void doubt(Place place, String message) {
    lasting = lasting == null ? new Doubt(place, message) : lasting;
  }

  private Token word() throws UnknownTypeException {
    while (true) {
      File file = files.peek();
      Token token = file.lexer.next();
      if (token.isEnd()) {
        if (files.size() == 1) {
          conditions.checkDepth(file.conditions, token.place());
          return token;
        }
        files.pop();
        conditions.checkDepth(file.conditions, token.place());
      } else if (token.first() && token.is("#")) {
        directive(file);
      } else if (conditions.isActive()) {
        return token.with(surroundings());
      }
    }
  }

  private Surroundings surroundings() {
    Doubt doubt = lasting == null ? conditions.doubt() : lasting;
    Doubt crossed = conditions.takeEnded();
    if (!Objects.equals(surroundings.doubt(), doubt)
        || !Objects.equals(surroundings.crossed(), crossed)) {
      surroundings = new Surroundings(packing.bytes(), doubt, crossed);
    }
    return surroundings;
  }

  private void directive(File file) throws UnknownTypeException {
    Token name = file.lexer.peek();
    if (name.first()) {
      return;
    }
    TokenList line = new TokenList(file.lexer.restOfLine(), name.place());
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
      case "pragma" -> pragma(rest(line), name.place(), file);
      case "error" -> doubt(name.place(), "#error" + spelled(rest(line)));
      case "warning", "line", "ident" -> {
        // Nothing that a layout depends on.
      }
      default -> doubt(name.place(), "#" + name.text() + " isn't known");
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

  /** What a condition says, and why that isn't sure. */
  private final class Answer implements ConstantExpression.Names {
    private Doubt doubt;

    boolean of(Token directive, TokenList line) throws UnknownTypeException {
      if (directive.text().endsWith("def")) {
        return macros.containsKey(line.next().text()) != directive.text().endsWith("ndef");
      }
      List<Token> words = expand(definedReplaced(line));
      return ConstantExpression.ofCondition(new TokenList(words, directive.place()), this).isTrue();
    }

    /** What can't be computed isn't known, either. */
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
        String message = "it depends on " + name.shown() + ", which isn't known: #define it before";
        doubt = doubt == null ? new Doubt(name.place(), message) : doubt;
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
      throw tokens.fault("a condition can't hold a type");
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
      words.add(Token.of(Kind.NUMBER, asksFile ? "0" : "1", token.place(), true, false));
    }
    return words;
  }

  private void begin(Token directive, TokenList line) throws UnknownTypeException {
    Answer answer = new Answer();
    boolean holds = conditions.isActive() && answer.orDoubt(directive, line);
    undecided = undecided == null ? answer.doubt : undecided;
    conditions.begin(directive.place(), holds, answer.doubt);
  }

  private void nextBranch(Token directive, TokenList line) throws UnknownTypeException {
    Answer answer = new Answer();
    String plain = directive.text().substring(2);
    Token asIf = Token.of(Kind.IDENTIFIER, plain, directive.place(), false, false);
    boolean holds = conditions.wantsNext() && answer.orDoubt(asIf, line);
    undecided = undecided == null ? answer.doubt : undecided;
    conditions.next(directive, holds, answer.doubt);
  }

  private void define(TokenList line) throws UnknownTypeException {
    Token name = line.next();
    if (!name.isIdentifier() || name.is("defined")) {
      throw name.place().fault(name.shown() + " can't be defined");
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

  /** Whether the last one stands for all that follow. */
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
        throw parameter.place().fault(parameter.shown() + " is no parameter of a macro");
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
      packByName(spelled(words).replaceAll("[\\s<>]", ""), directive.place());
    } else if (first.kind() == Kind.STRING && first.text().startsWith("\"")) {
      String name = first.text().substring(1, first.text().length() - 1);
      if (!packByName(name, directive.place())) {
        include(name, first.place(), file);
      }
    } else {
      doubt(directive.place(), "#include without a file's name");
    }
  }

  /** Windows' own headers that only set the packing. */
  private boolean packByName(String name, Place place) throws UnknownTypeException {
    switch (name) {
      case "pshpack1.h" -> packing.push(1, place);
      case "pshpack2.h" -> packing.push(2, place);
      case "pshpack4.h" -> packing.push(4, place);
      case "pshpack8.h" -> packing.push(8, place);
      case "pshpack16.h" -> packing.push(16, place);
      case "poppack.h" -> packing.pop();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void include(String name, Place place, File from) throws UnknownTypeException {
    Optional<HeaderFiles.Header> found;
    try {
      found = headers.find(name, from.path);
    } catch (IOException e) {
      doubt(place, "\"" + name + "\" can't be read: " + e.getMessage());
      return;
    }
    if (found.isEmpty()) {
      doubt(place, "no file \"" + name + "\" below the folder");
    } else if (!once.contains(found.get().path())) {
      if (files.size() >= MOST_DEPTH || read >= MOST_FILES) {
        throw place.fault("#include of too many files, or in a circle");
      }
      if (characters + found.get().text().length() > MOST_CHARACTERS) {
        throw place.fault("the files of over 32 MB together");
      }
      begin(found.get());
    }
  }

  private void pragma(List<Token> words, Place place, File file) throws UnknownTypeException {
    if (words.isEmpty()) {
      return;
    }
    if (words.get(0).is("once")) {
      once.add(file.path);
    } else if (words.get(0).is("pack")) {
      try {
        packing.apply(expand(words.subList(1, words.size())), place);
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
        throw operator.place().fault(operator.text() + " without its words");
      }
      budget.word(token.place());
      depth += TokenList.depthOf(token);
      words.add(token);
    } while (depth > 0);
    List<Token> inside = words.subList(1, words.size() - 1);
    if (operator.is("_Pragma")) {
      inside = unquoted(inside);
    }
    pragma(inside, operator.place(), files.peek());
  }

  private static List<Token> unquoted(List<Token> words) {
    List<Token> inside = new ArrayList<>();
    for (Token word : words) {
      String text = word.kind() == Kind.STRING ? word.text().replaceAll("^\"|\"$", "") : "";
      Lexer lexer = new Lexer(new SourceText(word.place().file(), text));
      while (!lexer.peek().isEnd()) {
        inside.add(lexer.next());
      }
    }
    return inside;
  }
}
