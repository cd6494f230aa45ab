package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.Question;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.sql.Upkeep;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.OutputFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that use the manifests see consistent states, whatever is committed meanwhile. */
class ReadersTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int DUMPS_A_NIGHT = 4;

  /** All rows of tables that only together make sense. */
  private static final String SUMS =
      Stream.of("sources", "dumps", "tags", "modules", "kmdf_drivers")
          .map(
              table ->
                  "SELECT '"
                      + table
                      + "', count(*), bit_xor(hash(row)) FROM (SELECT * EXCLUDE (run) FROM "
                      + table
                      + ") AS row")
          .reduce((a, b) -> a + " UNION ALL " + b)
          .orElseThrow();

  private final ExecutorService readers = Executors.newCachedThreadPool();
  private final AtomicBoolean writing = new AtomicBoolean(true);

  @TempDir private Path folder;

  /** By the question's name, what it was answered in one session. */
  private final Set<Map<String, List<String>>> states = new HashSet<>();

  private int nights;

  @AfterEach
  void endReaders() {
    readers.shutdownNow();
  }

  private Path output() {
    return folder.resolve("output");
  }

  private Upkeep upkeep() {
    return new Upkeep(new LocalStorage(), output().toString(), TestRuns.PROGRAM, TestRuns.tables());
  }

  private void runANight() throws IOException {
    Path night = folder.resolve("night-" + nights);
    Files.createDirectories(night);
    Fleet fleet = new Fleet(11, 0);
    for (int i = 0; i < DUMPS_A_NIGHT; i++) {
      fleet.dump(nights * DUMPS_A_NIGHT + i).write(night);
    }
    nights++;
    TestRuns.run(TestRuns.options(List.of(night.toString()), output(), 1));
  }

  private static Map<String, String> questions() throws IOException {
    Map<String, String> questions = new TreeMap<>();
    questions.put("", SUMS);
    for (String name : QuestionsTest.names()) {
      String file = Files.readString(Path.of("pipelines/sql", name + ".sql"), UTF_8);
      questions.put(name, Question.of(file).statements(Map.of()).get(0));
    }
    return questions;
  }

  private SqlSession session() throws IOException, SqlFault {
    String path = output().toString();
    return SqlSession.open(
        CommittedViews.of(
            path, new OutputFolder(new LocalStorage(), path).manifests(), TestRuns.tables()));
  }

  private static List<String> rows(SqlSession session, String question) throws SqlFault {
    List<String> rows = new ArrayList<>();
    try (QueryResult result = session.query(question)) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(Stream.of(row).map(String::valueOf).reduce((a, b) -> a + "|" + b).orElse(""));
      }
    }
    rows.sort(null);
    return rows;
  }

  private static Map<String, List<String>> ask(SqlSession session) throws Exception {
    Map<String, List<String>> answers = new TreeMap<>();
    for (Map.Entry<String, String> question : questions().entrySet()) {
      answers.put(question.getKey(), rows(session, question.getValue()));
    }
    return answers;
  }

  private Map<String, List<String>> ask() throws Exception {
    try (SqlSession session = session()) {
      return ask(session);
    }
  }

  /** What a reader saw, one map a session, until nobody writes or it has read enough. */
  private List<Map<String, List<String>>> read(int enough) throws Exception {
    List<Map<String, List<String>>> seen = new ArrayList<>();
    int reads = 0;
    while (writing.get() && reads < enough) {
      Map<String, List<String>> answers = ask();
      reads += answers.size();
      seen.add(answers);
    }
    return seen;
  }

  /** One commit more, or none where there is nothing to do; only this thread writes. */
  private void write(int step) throws Exception {
    switch (step % 6) {
      case 2 -> upkeep().compact(false, DAY);
      case 4 -> upkeep().expire(LocalDate.of(2026, 1, 1).plusDays(step), DAY);
      case 5 -> upkeep().compact(true, DAY);
      default -> runANight();
    }
    states.add(ask());
  }

  @Test
  void readersSeeWholeStates() throws Exception {
    readWhileWriting(1, 12, Integer.MAX_VALUE);
  }

  @Tag("slow")
  @Test
  void tenThousandReadsAreOfWholeStates() throws Exception {
    int reads = readWhileWriting(2, Integer.MAX_VALUE, 5_000);
    assertThat(reads).isGreaterThanOrEqualTo(10_000);
  }

  private int readWhileWriting(int count, int steps, int enough) throws Exception {
    runANight();
    states.add(ask());
    Callable<List<Map<String, List<String>>>> reader = () -> read(enough);
    List<Future<List<Map<String, List<String>>>>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(readers.submit(reader));
    }
    for (int step = 0; step < steps && !futures.stream().allMatch(Future::isDone); step++) {
      write(step);
    }
    writing.set(false);
    int reads = 0;
    Set<Map<String, List<String>>> different = new HashSet<>();
    for (Future<List<Map<String, List<String>>>> future : futures) {
      for (Map<String, List<String>> answers : future.get()) {
        assertThat(states).contains(answers);
        different.add(answers);
        reads += answers.size();
      }
    }
    assertThat(different).as("the readers saw changes").hasSizeGreaterThan(1);
    return reads;
  }

  @Test
  void whoHasBegunReadsToTheEnd() throws Exception {
    runANight();
    runANight();
    Map<String, List<String>> before = ask();
    try (SqlSession session = session()) {
      assertThat(upkeep().compact(true, DAY).manifest()).isPresent();
      runANight();
      assertThat(upkeep().expire(LocalDate.of(2026, 4, 1), DAY).removed()).isEmpty();
      assertThat(ask(session)).isEqualTo(before);
    }
    assertThat(ask()).isNotEqualTo(before);
  }
}
