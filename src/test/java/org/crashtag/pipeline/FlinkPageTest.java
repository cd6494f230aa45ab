package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the answers of a cluster, or of something else at its address. */
class FlinkPageTest {
  private static final String JOB = "0123456789abcdef0123456789abcdef";

  private final Map<String, byte[]> answers = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = answers.get(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(
              answer == null ? 404 : 200, answer == null ? -1 : answer.length);
          if (answer != null) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private FlinkPage page() {
    return new FlinkPage("127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(String path, String json) {
    answers.put(path, json.getBytes(UTF_8));
  }

  @Test
  void clusterHasAVersionAndSlots() throws IOException {
    answer("/overview", "{\"flink-version\":\"1.19.1\",\"slots-total\":6,\"more\":[]}");
    assertThat(page().overview()).isEqualTo(new FlinkPage.Overview("1.19.1", 6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"flink-version\":1,\"slots-total\":6}",
        "{\"flink-version\":\"1.19.1\",\"slots-total\":\"six\"}"
      })
  void otherAnswersAreNotFlinks(String json) {
    answer("/overview", json);
    FlinkPage page = page();
    assertThatThrownBy(page::overview)
        .isInstanceOf(IOException.class)
        .hasMessage(page + " does not answer as Flink does");
  }

  @Test
  void whateverAnswersIsReadToALimit() {
    answers.put("/overview", new byte[(16 << 20) + 1]);
    assertThatThrownBy(page()::overview).hasMessageContaining("answers with more than 16777216");
  }

  @Test
  void statusIsTold() {
    assertThatThrownBy(page()::overview)
        .hasMessageContaining("answers with status 404, not as Flink does");
  }

  @Test
  void addressWithoutAServerIsTold() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(new FlinkPage("127.0.0.1:" + port)::overview)
        .hasMessageStartingWith("Flink's job manager at 127.0.0.1:" + port + " can't be reached: ");
    assertThatThrownBy(new FlinkPage("no host:1")::overview)
        .hasMessage("no host:1: expected HOST:PORT");
    assertThat(new FlinkPage("host")).hasToString("Flink's job manager at host:8081");
  }

  @Test
  void failureIsThatOfTheLastJobOfTheName() {
    answer(
        "/jobs/overview",
        """
        {"jobs":[
          {"jid":"00000000000000000000000000000000","name":"mine","start-time":1},
          {"jid":"%s","name":"mine","start-time":2},
          {"jid":"11111111111111111111111111111111","name":"other","start-time":3}]}
        """
            .formatted(JOB));
    answer(
        "/jobs/" + JOB + "/exceptions",
        "{\"root-exception\":\"a.B$Exception: outer\\nCaused by: java.io.IOException: disk full\\n\"}");
    assertThat(page().failure("mine")).contains("disk full");
    assertThat(page().failure("none")).isEmpty();
    assertThat(page().failure("other")).isEmpty();
  }

  @Test
  void jobsNameIsNoPath() {
    answer("/jobs/overview", "{\"jobs\":[{\"jid\":\"../../x\",\"name\":\"mine\"}]}");
    assertThat(page().failure("mine")).isEmpty();
  }
}
