using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Partnership.TestSupport;

namespace Partnership.Dashboard.Tests;

/// <summary>Every view opens without a fault, for everyone, and does what it offers.</summary>
public class ViewTests(DashboardStack stack)
{
    public static TheoryData<string, int, ColorScheme> Views
    {
        get
        {
            var views = new TheoryData<string, int, ColorScheme>();
            foreach (var path in new[]
            {
                "/", "/flow", "/traces", "/logs", "/metrics", "/metrics?meter=Microsoft.AspNetCore.Hosting&name=http.server.request.duration",
                "/resources/central-hub", "/resources/postgres", "/no-such-page", "a trace",
            })
            {
                views.Add(path, 1280, ColorScheme.Light);
            }

            foreach (var path in new[] { "/", "/flow", "/logs", "a trace" })
            {
                views.Add(path, 400, ColorScheme.Dark);
            }

            return views;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task View_Opened_HasNoFaultAndIsAccessible(string path, int width, ColorScheme scheme)
    {
        await using var browser = await stack.OpenSignedInAsync(width, scheme);
        if (path == "a trace")
        {
            await browser.GoAsync("/traces?service=central-hub&q=import");
            await browser.Page.Locator("table.traces tbody a").First.ClickAsync();
            await browser.Page.Locator(".waterfall summary").First.ClickAsync();
        }
        else
        {
            await browser.GoAsync(path);
        }

        await Assertions.Expect(browser.Page.Locator("h1")).ToHaveCountAsync(1);
        var found = await browser.Page.RunAxe(new AxeRunOptions());
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {violation.Help} at {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        var overflow = await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{overflow} pixels wider than the window");
        Assert.Equal(path == "/no-such-page" ? 1 : 0, browser.Faults.Count);
    }

    [Fact]
    public async Task View_WithoutToken_AsksForThePrintedAddress()
    {
        await using var browser = await stack.OpenAsync();

        var answer = await browser.GoAsync("/");

        Assert.Equal(401, answer!.Status);
        await Assertions.Expect(browser.Page.Locator("h1")).ToHaveTextAsync("Open the printed address");
        Assert.Equal(0, await browser.Page.GetByText("central-hub").CountAsync());
    }

    [Fact]
    public async Task SignIn_ByThePrintedAddress_LeavesNoTokenBehind()
    {
        await using var browser = await stack.OpenSignedInAsync();

        Assert.DoesNotContain(stack.Token, browser.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(stack.Token, await browser.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal("", await browser.Page.EvaluateAsync<string>("document.cookie"));
    }

    [Fact]
    public async Task Import_FollowedFromTheGateway_IsOneTraceToTheCentralHub()
    {
        await using var browser = await stack.OpenSignedInAsync();
        var page = browser.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Traces", Exact = true }).ClickAsync();
        await page.GetByLabel("Operation or trace id").FillAsync("import returns");
        await page.GetByLabel("Service").SelectOptionAsync("gateway");

        var imported = page.Locator("table.traces tbody tr").Filter(new() { HasText = "central-hub" }).First;
        await imported.GetByRole(AriaRole.Link).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("POST /api/v1/councils/{code}/");
        var rows = await page.Locator(".waterfall .row .op").AllInnerTextsAsync();
        var places = new[]
        {
            "gateway POST", $"locality-hub-{DashboardStack.Council} POST", $"locality-hub-{DashboardStack.Council} import returns",
            $"locality-hub-{DashboardStack.Council} send ", "broker in the queue", "central-hub process ",
        }.Select(wanted => rows.ToList().FindIndex(row => row.Replace('\n', ' ').Trim().StartsWith(wanted, StringComparison.Ordinal))).ToList();
        Assert.True(places.TrueForAll(place => place >= 0), $"{string.Join(' ', places)} in\n{string.Join('\n', rows)}");
        Assert.Equal(places.Order(), places);

        await page.Locator(".waterfall summary").Filter(new() { HasText = "import returns" }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".waterfall details[open]")).ToContainTextAsync("import.id");
    }

    [Fact]
    public async Task Flow_AfterTheImport_TellsOfItsCouncil()
    {
        await using var browser = await stack.OpenSignedInAsync();
        var page = browser.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Flow", Exact = true }).ClickAsync();

        // Not loaded again: the page looks by itself.
        var wait = new LocatorAssertionsToContainTextOptions { Timeout = 40_000 };
        var council = page.GetByRole(AriaRole.Region, new() { Name = "Freshness by council" }).GetByRole(AriaRole.Row).Filter(new() { HasText = DashboardStack.Council });
        await Assertions.Expect(council).ToContainTextAsync("up to date", wait);
        await Assertions.Expect(council).ToContainTextAsync("ago", wait);
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Queues" })).ToContainTextAsync("central-hub.region", wait);
        var imports = page.GetByRole(AriaRole.Region, new() { Name = "Imports" }).GetByRole(AriaRole.Row).Filter(new() { HasText = $"locality-hub-{DashboardStack.Council}" });
        await Assertions.Expect(imports.GetByRole(AriaRole.Cell).Nth(3)).ToHaveTextAsync("1", new() { Timeout = 40_000 });
    }

    [Fact]
    public async Task Resource_StoppedAndStarted_ShowsWithoutLoadingThePageAgain()
    {
        await using var browser = await stack.OpenSignedInAsync();
        var page = browser.Page;
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "locality-hub-894" });
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await Assertions.Expect(row).ToContainTextAsync("stopped");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("One thing needs a look");
        await row.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("running", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Everything is well");
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Console_Searched_ShowsTheLinesThatFit()
    {
        await using var browser = await stack.OpenSignedInAsync();
        var page = browser.Page;
        await browser.GoAsync("/resources/central-hub");
        await Assertions.Expect(page.Locator(".console .line").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("now listening");

        await Assertions.Expect(page.Locator(".console .line:visible")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".console mark")).ToHaveTextAsync("Now listening");
        await Assertions.Expect(page.Locator("#found")).ToContainTextAsync("1 of ");
    }

    [Fact]
    public async Task Logs_OfOneServiceOpened_LeadToTheirTrace()
    {
        await using var browser = await stack.OpenSignedInAsync();
        var page = browser.Page;
        await browser.GoAsync("/logs");
        await page.GetByLabel("Service").SelectOptionAsync($"locality-hub-{DashboardStack.Council}");
        await page.GetByLabel("Text").FillAsync("has ended");
        await page.Keyboard.PressAsync("Enter");

        await page.Locator(".logs summary").First.ClickAsync();
        await page.Locator(".logs details[open] a").First.ClickAsync();

        await Assertions.Expect(page.Locator(".waterfall")).ToContainTextAsync("import returns");
        await Assertions.Expect(page.Locator(".waterfall details[open]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Console_TabHidden_HoldsNoConnectionAndMissesNoLine()
    {
        await using var browser = await stack.OpenSignedInAsync();
        var page = browser.Page;
        var (opened, ended) = (new List<string>(), 0);
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/stream?", StringComparison.Ordinal))
            {
                opened.Add(request.Url);
            }
        };
        page.RequestFailed += (_, request) => ended += request.Url.Contains("/stream?", StringComparison.Ordinal) ? 1 : 0;
        await browser.GoAsync("/resources/central-hub");
        await Eventually.TrueAsync(() => Task.FromResult(opened.Count == 1), "the console to follow");

        await HideAsync(true);
        await Eventually.TrueAsync(() => Task.FromResult(ended == 1), "the connection to end");
        await HideAsync(false);

        await Eventually.TrueAsync(() => Task.FromResult(opened.Count == 2), "the console to follow again");
        var last = await page.Locator("[data-follow]").GetAttributeAsync("data-after");
        Assert.True(long.Parse(opened[1].Split('=')[1], CultureInfo.InvariantCulture) > 0, $"{opened[1]}, and the last line is {last}");

        Task HideAsync(bool hidden) => page.EvaluateAsync(
            "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
    }

    [Fact]
    public async Task Parked_MessageReplayedByItsButton_IsTriedAgainThroughTheProductsApi()
    {
        var id = Guid.NewGuid();
        await stack.PublishUnreadableAsync(id);
        try
        {
            await using var browser = await stack.OpenSignedInAsync();
            var page = browser.Page;
            page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
            await browser.GoAsync("/flow");
            var row = page.GetByRole(AriaRole.Region, new() { Name = "Parked messages" }).GetByRole(AriaRole.Row).Filter(new() { HasText = id.ToString() });
            await Assertions.Expect(row).ToContainTextAsync("central-hub", new() { Timeout = 40_000 });
            Assert.Empty((await page.RunAxe(new AxeRunOptions())).Violations.Select(violation => violation.Id));
            var seen = await row.Locator("input[name=parkedAt]").InputValueAsync();

            await row.GetByRole(AriaRole.Button).ClickAsync();
            await Assertions.Expect(page.Locator(".said")).ToContainTextAsync("central-hub: 1 message is tried again.");

            // Nobody can read it now either: it is parked anew, and the button of before is about another time.
            await Eventually.TrueAsync(async () => await row.CountAsync() == 1 && await row.Locator("input[name=parkedAt]").InputValueAsync() != seen, "the message to be parked again");
            await row.Locator("input[name=parkedAt]").EvaluateAsync("(input, seen) => { input.value = seen; input.form.requestSubmit(); }", seen);
            await Assertions.Expect(page.Locator(".said")).ToContainTextAsync("parked again meanwhile");

            await page.GetByRole(AriaRole.Button, new() { Name = "Replay all" }).ClickAsync();
            await Assertions.Expect(page.Locator(".said")).ToContainTextAsync("central-hub: 1 message tried again.");
            Assert.Empty(browser.Faults);
        }
        finally
        {
            // Between being tried and being parked again it is not there to be thrown away.
            await Eventually.AssertAsync(() => stack.CliAsync("parked", "discard", id.ToString(), "--at", "region", "--reason", "planted by a test"));
        }

        await using var afterwards = await stack.OpenSignedInAsync();
        await Assertions.Expect(afterwards.Page.Locator("h1")).ToContainTextAsync("Everything is well", new() { Timeout = 40_000 });
    }

    [Fact]
    public async Task Keyboard_FirstTab_SkipsToTheContent()
    {
        await using var browser = await stack.OpenSignedInAsync();

        await browser.Page.Keyboard.PressAsync("Tab");

        await Assertions.Expect(browser.Page.Locator(":focus")).ToHaveTextAsync("Skip to content");
    }

    [Fact]
    public async Task Page_LooksAgain_KeepsWhatIsOpenAndFocused()
    {
        await using var browser = await stack.OpenSignedInAsync();
        var page = browser.Page;
        await browser.GoAsync("/logs");
        var summary = page.Locator(".logs summary").Last;
        await summary.ClickAsync();
        await summary.FocusAsync();
        var answers = 0;
        page.Response += (_, response) => answers += response.Url.EndsWith("/logs", StringComparison.Ordinal) ? 1 : 0;

        await Eventually.TrueAsync(() => Task.FromResult(answers >= 2), "the page to look again");

        await Assertions.Expect(page.Locator(".logs details[open]")).ToHaveCountAsync(1);
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('.logs summary')"));
    }
}
