package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.storage.Storage;
import org.crashtag.testing.Programs;
import org.crashtag.testing.S3Server;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command that the README and the pages show, and compares the output.
 *
 * <ul>
 *   <li>A {@code console} block shows commands, each followed by its output; {@code | head -N} or
 *       {@code | tail -N} after a command keeps the first or last lines. An {@code sh} block shows
 *       only commands, which must succeed, or exit with the code that a comment {@code # exits with
 *       N} names.
 *   <li>The commands of a page run one after another in a folder for this page. It starts with
 *       {@code nightly.yaml}; {@code demo} is shared by all pages and must not be changed.
 *   <li>The text between {@code <!-- tables -->} and {@code <!-- end of tables -->} comes from the
 *       table schemas.
 *   <li>A block after {@code <!-- all of FILE -->} is that file; a block after {@code <!-- part of
 *       FILE -->} is a part of it.
 * </ul>
 *
 * <p>With the system property {@code docs.update} the outputs, tables and whole files in the pages
 * are replaced.
 */
class DocumentationTest {
  private static final Path README = Path.of("README.md");

  private static final Path SITE = Path.of("src/site");

  private static final Path DECODERS = SITE.resolve("markdown/decoders.md");

  private static final Path STORES = SITE.resolve("markdown/object-stores.md");

  /** The demo has a few dumps of a whole memory. */
  private static final long MOST_UPLOADED_BYTES = 4L << 20;

  private static final int MOST_README_LINES = 200;

  private static final Pattern BLOCK = Pattern.compile("```(console|sh)\n(.*?)```", Pattern.DOTALL);

  private static final Pattern WHOLE_FILE =
      Pattern.compile("(<!-- all of (\\S+) -->\n+```\\w*\n).*?```", Pattern.DOTALL);

  private static final Pattern PART_OF_FILE =
      Pattern.compile("<!-- part of (\\S+) -->\n+```\\w*\n(.*?)```", Pattern.DOTALL);

  private static final String CRASHTAG = "\\$ \\./crashtag ";

  private static final Pattern COMMAND =
      Pattern.compile("^(" + CRASHTAG + "((?:[^\"'\n]|\"[^\"]*\"|'[^']*')*))\n", Pattern.MULTILINE);

  private static final Pattern EXCERPT_OF_OUTPUT = Pattern.compile(" \\| (head|tail) -(\\d+)$");

  private static final Pattern EXIT_CODE = Pattern.compile("# exits with (\\d)$");

  private static final Pattern SCRIPT =
      Pattern.compile("<!-- script -->\n+```\\w*\n(.*?)```", Pattern.DOTALL);

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  /** Files and folders that the commands of a page make. */
  private static final Pattern MADE =
      Pattern.compile(
          "^(own-tables|tables|fleet|blobs|grafana|crashes\\.html|report\\.json|nightly\\.yaml)(?=$|/)");

  private static final Pattern CODE_SPAN = Pattern.compile("(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)");

  private static final Pattern LONG_OPTION = Pattern.compile("(?<![\\w-])--([a-z][\\w-]*)");

  /** A command in the program's own help. */
  private static final Pattern HELP_COMMAND = Pattern.compile("(?m)^  ([a-z]+)  ");

  /** Options of Apache Beam that pages name. */
  private static final Set<String> BEAM_OPTIONS =
      Set.of("runner", "flinkMaster", "sparkMaster", "filesToStage", "targetParallelism");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private static final Pattern MENU_ITEM = Pattern.compile("<item [^>]*href=\"([\\w-]+)\\.html\"");

  /** A dump of the demo's, from a machine that loads acmenet. */
  private static final String A_DUMP = "/demo/archive/machine-0002/2026-01-14-063714-0002.dmp";

  static {
    System.setProperty(PrivateKey.FOLDER_PROPERTY, TestKey.folder().toString());
  }

  @TempDir private static Path shared;

  private static String demoOutput;

  @TempDir private Path folder;

  @BeforeAll
  static void makeDemo() {
    demoOutput = outputOf(List.of("demo", shared + "/demo"));
  }

  /** The page about object stores uses one, with the demo's archive in it. */
  private S3Server startStore() throws IOException {
    S3Server server =
        S3Server.start(S3Server.Kind.S3PROXY, folder.resolve("server"), "dumps", "tables");
    System.setProperty("aws.endpointUrl", server.endpoint().toString());
    System.setProperty("crashtag.cache", folder.resolve("cache").toString());
    Path archive = shared.resolve("demo/archive");
    Storage storage = server.storage();
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) < MOST_UPLOADED_BYTES) {
          storage.put("s3://dumps/crashes/" + archive.relativize(file), Files.readAllBytes(file));
        }
      }
    }
    return server;
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(SITE.resolve("markdown"))) {
      return Stream.concat(Stream.of(README), files.sorted()).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsPrintWhatIsShown(Path page) throws IOException {
    // The user's copy of the shipped file.
    Files.writeString(
        folder.resolve("nightly.yaml"),
        "source: " + shared + "/demo/archive\noutput: " + folder + "/tables\n");
    String shown = Files.readString(page);
    // The page about decoders needs a compiler and a separate class path: DecodersPageTest.
    String outputs = page.equals(DECODERS) ? shown : "";
    if (page.equals(STORES)) {
      try (S3Server server = startStore()) {
        assertThat(server).isNotNull();
        outputs = withOutputs(shown);
      } finally {
        System.clearProperty("aws.endpointUrl");
        System.clearProperty("crashtag.cache");
      }
    } else if (outputs.isEmpty()) {
      outputs = withOutputs(shown);
    }
    String now = withTables(withFiles(outputs));
    if (Boolean.getBoolean("docs.update") && !steady(now).equals(steady(shown))) {
      Files.writeString(page, now);
      return;
    }
    assertThat(steady(now)).isEqualTo(steady(shown));
  }

  /** The script of the page about nightly runs, with programs that note what they are given. */
  @Test
  void alertTellsWhatIsNewAndNothingElse() throws IOException {
    Programs.assumeInstalled("sh", "jq");
    Matcher script = SCRIPT.matcher(Files.readString(SITE.resolve("markdown/nightly.md")));
    assertThat(script.find()).isTrue();
    Path work = Files.createDirectories(folder.resolve("work"));
    Path alert =
        Files.writeString(
            folder.resolve("alert.sh"),
            script.group(1).replace("/srv/crashtag", work.toString()),
            UTF_8);
    program("mail", "echo \"$2\" >subject; cat >mail.md");
    program("curl", "cat >posted.json");
    String java = ProcessHandle.current().info().command().orElseThrow();
    program(
        "crashtag",
        "exec '%s' -cp '%s' %s \"$@\""
            .formatted(java, System.getProperty("java.class.path"), Main.class.getName()));

    alert(alert);
    assertThat(work.resolve("subject")).hasContent("crashtag can't tell what is new");
    assertThat(Files.readString(work.resolve("mail.md"))).contains("tables: no committed run here");

    outputOf(List.of("run", "--input=" + shared + "/demo/archive", "--output=" + work + "/tables"));
    alert(alert);
    assertThat(work.resolve("subject")).hasContent("New crash signatures");
    assertThat(Files.readString(work.resolve("mail.md"))).contains("| 0xD1\\|acmenet.sys |");
    assertThat(Files.readString(work.resolve("posted.json"))).contains("acmenet.sys");

    Files.delete(work.resolve("subject"));
    Path note = Files.writeString(folder.resolve("note.txt"), "no dump");
    outputOf(
        List.of(
            "run",
            "--input=" + shared + "/demo/archive",
            "--input=" + note,
            "--output=" + work + "/tables"));
    alert(alert);
    assertThat(work.resolve("subject")).doesNotExist();
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void alert(Path script) throws IOException {
    String path = folder.resolve("bin") + ":" + System.getenv("PATH");
    Programs.output("env", "PATH=" + path, "sh", script.toString());
  }

  @Test
  void commandsAreFound() throws IOException {
    long commands = 0;
    for (Path page : pages()) {
      commands += COMMAND.matcher(Files.readString(page)).results().count();
    }
    assertThat(commands).isGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void partsAreInTheirFiles(Path page) throws IOException {
    for (MatchResult excerpt : PART_OF_FILE.matcher(Files.readString(page)).results().toList()) {
      assertThat(Files.readString(Path.of(excerpt.group(1)))).contains(excerpt.group(2));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void optionsExist(Path page) throws IOException {
    Set<String> known = knownOptions();
    List<String> named =
        CODE_SPAN
            .matcher(Files.readString(page).replaceAll("(?s)```.*?```", ""))
            .results()
            .map(span -> span.group(1))
            .filter(span -> span.startsWith("--") || span.matches("(?s)(\\./)?crashtag .*"))
            .flatMap(span -> LONG_OPTION.matcher(span).results().map(option -> option.group(1)))
            .toList();
    assertThat(known).containsAll(named);
  }

  /** The options of every command, from its help. */
  private static Set<String> knownOptions() {
    Set<String> options = new TreeSet<>(BEAM_OPTIONS);
    for (MatchResult command :
        HELP_COMMAND.matcher(outputOf(List.of("--help"))).results().toList()) {
      String help = outputOf(List.of(command.group(1), "--help"));
      LONG_OPTION.matcher(help).results().forEach(option -> options.add(option.group(1)));
    }
    return options;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFiles(Path page) throws IOException {
    for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
      String target = link.group(1).replaceFirst("#.*", "");
      if (!target.isEmpty() && !target.matches("https?:.*")) {
        assertThat(page.resolveSibling(target)).as("link in " + page).exists();
      }
    }
  }

  @Test
  void menuListsEachPage() throws IOException {
    Set<String> items =
        MENU_ITEM
            .matcher(Files.readString(SITE.resolve("site.xml")))
            .results()
            .map(item -> item.group(1) + ".md")
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(items)
        .containsExactlyInAnyOrderElementsOf(
            pages().stream()
                .filter(page -> !page.equals(README))
                .map(page -> page.getFileName().toString())
                .toList());
  }

  @Test
  void readmeIsShort() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MOST_README_LINES);
  }

  /** The output without the parts that differ from run to run. */
  private static String steady(String text) {
    return text.replaceAll("r[0-9]{8}T[0-9]{9}Z", "RUN")
        .replaceAll("(-- As of: )[^,]*", "$1")
        .replaceAll("(time +)[0-9.]+ s", "$1");
  }

  private String withOutputs(String page) {
    return BLOCK
        .matcher(page)
        .replaceAll(
            block -> {
              boolean console = block.group(1).equals("console");
              String shown = console ? console(block.group(2)) : sh(block.group(2));
              return Matcher.quoteReplacement("```" + block.group(1) + "\n" + shown + "```");
            });
  }

  private static String withFiles(String page) throws IOException {
    Matcher files = WHOLE_FILE.matcher(page);
    StringBuilder now = new StringBuilder();
    while (files.find()) {
      String text = files.group(1) + Files.readString(Path.of(files.group(2))) + "```";
      files.appendReplacement(now, Matcher.quoteReplacement(text));
    }
    return files.appendTail(now).toString();
  }

  private String console(String block) {
    StringBuilder shown = new StringBuilder();
    for (MatchResult command : COMMAND.matcher(block).results().toList()) {
      shown.append(command.group(1)).append('\n').append(run(command.group(2)));
    }
    assertThat(shown).as(block).isNotEmpty();
    return shown.toString();
  }

  private String sh(String block) {
    COMMAND.matcher(block).results().forEach(command -> run(command.group(2)));
    return block;
  }

  private String run(String command) {
    Matcher stated = EXIT_CODE.matcher(command);
    int exitCode = stated.find() ? Integer.parseInt(stated.group(1)) : ExitCode.DONE;
    String withoutComment = command.replaceFirst("  +#.*", "");
    Matcher excerpt = EXCERPT_OF_OUTPUT.matcher(withoutComment);
    if (!excerpt.find()) {
      return run(words(withoutComment), exitCode);
    }
    List<String> lines =
        run(words(withoutComment.substring(0, excerpt.start())), exitCode).lines().toList();
    int kept = Math.min(Integer.parseInt(excerpt.group(2)), lines.size());
    boolean head = excerpt.group(1).equals("head");
    return (head ? lines.subList(0, kept) : lines.subList(lines.size() - kept, lines.size()))
        .stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    for (MatchResult word : WORD.matcher(command).results().toList()) {
      words.add(
          Stream.of(word.group(1), word.group(2), word.group(3))
              .filter(text -> text != null)
              .findFirst()
              .orElseThrow());
    }
    return words;
  }

  private String run(List<String> words, int exitCode) {
    if (words.equals(List.of("demo"))) {
      return withoutFolders(demoOutput);
    }
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      arguments.add(
          MADE.matcher(word)
              .replaceFirst(Matcher.quoteReplacement(folder + "/") + "$1")
              .replaceFirst("^MEMORY\\.DMP$", Matcher.quoteReplacement(shared + A_DUMP))
              .replaceFirst("^/mnt/crashes", Matcher.quoteReplacement(shared + "/demo/archive"))
              .replaceFirst("^demo/", Matcher.quoteReplacement(shared + "/demo/")));
    }
    return withoutFolders(outputOf(arguments, exitCode));
  }

  private String withoutFolders(String output) {
    return output.replace(folder + "/", "").replace(shared + "/", "");
  }

  private static String outputOf(List<String> arguments) {
    return outputOf(arguments, ExitCode.DONE);
  }

  private static String outputOf(List<String> arguments, int expected) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        terminal(new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8));
    int exitCode = Main.run(terminal, arguments.toArray(String[]::new));
    assertThat(exitCode).as(arguments + "\n" + err.toString(UTF_8)).isEqualTo(expected);
    return out.toString(UTF_8);
  }

  private static Terminal terminal(PrintStream out, PrintStream err) {
    return new Terminal(out, err, false, Terminal.DEFAULT_COLUMNS);
  }

  private static String withTables(String page) {
    if (!page.contains("<!-- tables -->")) {
      return page;
    }
    return page.replaceFirst(
        "(?s)(<!-- tables -->\n).*(<!-- end of tables -->)",
        "$1" + Matcher.quoteReplacement(outputOf(List.of("tables", "--markdown"))) + "$2");
  }
}
