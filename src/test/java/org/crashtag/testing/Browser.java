package org.crashtag.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A tab of a headless Chromium, driven by the DevTools protocol. */
public final class Browser implements AutoCloseable {
  private static final String PROGRAM = "chromium";
  private static final Pattern ADDRESS = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final int SECONDS_TO_ANSWER = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path profile;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private Browser() throws IOException, InterruptedException {
    profile = Files.createTempDirectory("crashtag-browser");
    // The tests may run as root or in a container, where Chromium can't make its sandbox; all that
    // it opens are pages that the tests made.
    ProcessBuilder builder =
        new ProcessBuilder(
            PROGRAM,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--hide-scrollbars",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String host = host();
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + "/json/new"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    JsonNode tab =
        JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body());
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(tab.get("webSocketDebuggerUrl").asText()), new Listener())
            .join();
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Starts one; the test is skipped, visibly, if it isn't installed. */
  public static Browser open() throws IOException, InterruptedException {
    Programs.assumeInstalled(PROGRAM);
    return new Browser();
  }

  /** Chromium says on the standard error where it listens, and then goes on writing there. */
  private String host() throws IOException {
    BufferedReader errors = process.errorReader(UTF_8);
    List<String> said = new ArrayList<>();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      said.add(line);
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        Thread drain = new Thread(() -> errors.lines().forEach(ignored -> {}), "chromium's errors");
        drain.setDaemon(true);
        drain.start();
        return address.group(1);
      }
    }
    throw new IOException(PROGRAM + " ended: " + said);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      answers.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }

  private void take(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.has("id")) {
        answers.remove(message.get("id").asInt()).complete(message);
      } else {
        events.add(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls a method of the protocol and returns its result. */
  public JsonNode call(String method, Map<String, ?> parameters) throws IOException {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
    request.set("params", JSON.valueToTree(parameters));
    socket.sendText(request.toString(), true).join();
    try {
      JsonNode message = answer.get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
      if (message.has("error")) {
        throw new IOException(method + ": " + message.get("error"));
      }
      return message.get("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(method, e);
    }
  }

  /** Opens a file and waits until it is loaded. */
  public void show(Path page) throws IOException {
    events.clear();
    call("Page.navigate", Map.of("url", page.toUri().toString()));
    while (events.stream().noneMatch(event -> isNamed(event, "Page.loadEventFired"))) {
      call("Runtime.evaluate", Map.of("expression", "1"));
    }
    // Observers of sizes and frames have run after two frames.
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  private static boolean isNamed(JsonNode event, String name) {
    return event.get("method").asText().equals(name);
  }

  /** The value of an expression; an exception in it is an {@link IOException}. */
  public JsonNode evaluate(String expression) throws IOException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(result.get("exceptionDetails").toString());
    }
    return result.get("result").path("value");
  }

  /** What the page wrote to the console, threw, or was refused. */
  public List<String> complaints() {
    return events.stream()
        .filter(
            event ->
                isNamed(event, "Runtime.consoleAPICalled")
                    || isNamed(event, "Runtime.exceptionThrown")
                    || isNamed(event, "Log.entryAdded"))
        .map(event -> event.get("params").toString())
        .toList();
  }

  /** The addresses that were asked for since the page was opened, the page's own among them. */
  public List<String> requests() {
    return events.stream()
        .filter(event -> isNamed(event, "Network.requestWillBeSent"))
        .map(event -> event.get("params").get("request").get("url").asText())
        .toList();
  }

  /** The dialogs that scripts opened. */
  public List<String> dialogs() {
    return events.stream()
        .filter(event -> isNamed(event, "Page.javascriptDialogOpening"))
        .map(event -> event.get("params").get("message").asText())
        .toList();
  }

  /** Makes the window as wide, and the user's preference dark or light. */
  public void look(int width, boolean dark) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
    String scheme = dark ? "dark" : "light";
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Presses a key, such as Tab or Enter. */
  public void press(String key) throws IOException {
    Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, "Escape", 27);
    ObjectNode down =
        JSON.createObjectNode()
            .put("type", "keyDown")
            .put("key", key)
            .put("code", key)
            .put("windowsVirtualKeyCode", codes.get(key));
    if (key.equals("Enter")) {
      down.put("text", "\r");
    }
    call("Input.dispatchKeyEvent", fields(down));
    call("Input.dispatchKeyEvent", fields(down.put("type", "keyUp")));
  }

  private static Map<String, JsonNode> fields(ObjectNode node) {
    Map<String, JsonNode> fields = new HashMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  /** Types a text where the focus is. */
  public void type(String text) throws IOException {
    call("Input.insertText", Map.of("text", text));
  }

  /**
   * A picture of the page's upper part.
   *
   * @param height in pixels; 0 for the whole page
   * @return as PNG
   */
  public byte[] picture(int height) throws IOException {
    JsonNode size = call("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
    double shown = height == 0 ? size.get("height").asDouble() : height;
    Map<String, Object> clip =
        Map.of("x", 0, "y", 0, "width", size.get("width").asDouble(), "height", shown, "scale", 1);
    JsonNode picture =
        call(
            "Page.captureScreenshot",
            Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
    return Base64.getDecoder().decode(picture.get("data").asText());
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The processes of an ended Chromium write to its profile for a moment.
    for (int attempt = 0; Files.exists(profile) && attempt < 100; attempt++) {
      deleteProfile();
    }
  }

  private void deleteProfile() throws IOException {
    try (Stream<Path> below = Files.walk(profile)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}
