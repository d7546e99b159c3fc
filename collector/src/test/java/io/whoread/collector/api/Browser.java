package io.whoread.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window, with a fresh profile. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChromeDriver driver;

  /**
   * @param profile empty folder
   * @param language "zh-CN" or "en-GB"
   */
  Browser(Path profile, String language) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium"));
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=" + language,
        "--accept-lang=" + language,
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of(program("chromedriver")).toFile())
                .usingAnyFreePort()
                .build(),
            options);
    driver.manage().window().setSize(new Dimension(1400, 1000));
  }

  private static String program(String name) {
    return Stream.of("/usr/bin/", "/usr/local/bin/", "/snap/bin/")
        .map(folder -> folder + name)
        .filter(file -> Files.isExecutable(Path.of(file)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no " + name + " here; `.ci/run` installs it"));
  }

  ChromeDriver driver() {
    return driver;
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  /** From now on the screen is that of a phone, 390 pixels wide. */
  void phone() {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
  }

  /** The window as it was. */
  void desktop() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** How much wider than the screen the page is, in pixels; 0 where it fits. */
  long overflow() {
    return (long) run("return document.documentElement.scrollWidth - window.screen.width");
  }

  /** The element, as soon as it is there and can be seen. */
  WebElement find(String css) {
    return new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> css + " never came; there is: " + text())
        .ignoring(StaleElementReferenceException.class)
        .until(
            d ->
                d.findElements(By.cssSelector(css)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  int count(String css) {
    return driver.findElements(By.cssSelector(css)).size();
  }

  /** All that can be read on the page. */
  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What has the keyboard gets a key. */
  void press(Keys key) {
    driver.switchTo().activeElement().sendKeys(key);
  }

  /** Waits until an element says something. */
  void says(String css, String text) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> css + " never said " + text + "; there is: " + text())
        .ignoring(StaleElementReferenceException.class)
        .until(
            d ->
                d.findElements(By.cssSelector(css)).stream()
                    .anyMatch(element -> element.getText().contains(text)));
  }

  void type(String css, String text) {
    WebElement field = find(css);
    field.clear();
    field.sendKeys(text);
  }

  void logIn(String name, String password) {
    type("[name=name]", name);
    type("[name=password]", password);
    find(".log-in button").click();
  }

  /** Nothing was refused by the page's policy, and no script failed, since last asked. */
  void assertNoComplaint() {
    List<String> complaints =
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map(LogEntry::getMessage)
            // The browser notes every answer of 4xx; that they come is part of what is tested.
            .filter(message -> !message.matches(".*Failed to load resource: .* status of 4.*"))
            .toList();
    assertThat(complaints).as(driver.getCurrentUrl()).isEmpty();
  }

  void screenshot(Path file) throws IOException {
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
