using System.CommandLine;
using Partnership.EndToEnd.Tests;
using Partnership.EndToEnd.Tests.Fuzz;

// ./partnership fuzz: asks a system of its own in every way that nobody should.
var seed = new Option<int>("--seed") { Description = "One seed asks the same in the same order", DefaultValueFactory = _ => 1 };
var requests = new Option<int>("--requests") { Description = "How many hostile requests to each operation", DefaultValueFactory = _ => 300 };
var only = new Option<string>("--only") { Description = "Only operations whose name contains this, such as \"PUT /api/v1/councils/{code}/settings\"", DefaultValueFactory = _ => "" };
var request = new Option<int?>("--request") { Description = "Only the request of this number, as findings tell it" };
var command = new RootCommand("Start a region of one's own, ask each operation of its API in ways that nobody should, and look at every answer.") { seed, requests, only, request };
command.SetAction(async (parsed, ct) =>
{
    await using var stack = new RunningStack();
    await Console.Error.WriteLineAsync("Starting a region…");
    await stack.InitializeAsync();
    await using var fixture = new FuzzFixture(stack);
    await fixture.InitializeAsync();
    var run = new FuzzRun(stack, fixture.Target, parsed.GetValue(seed), parsed.GetValue(requests));
    var findings = await run.RunAsync(parsed.GetValue(only)!, parsed.GetValue(request), Show, ct);
    if (!Console.IsErrorRedirected)
    {
        await Console.Error.WriteAsync("\r\e[K");
    }

    foreach (var finding in findings)
    {
        Console.WriteLine(finding);
    }

    Console.WriteLine(run);
    Console.WriteLine(findings.Count == 0 ? "Nothing found." : $"{findings.Count} findings.");
    return findings.Count == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();

static void Show(int done, int all, string operation)
{
    const int Width = 30;
    var filled = Width * done / all;
    if (Console.IsErrorRedirected)
    {
        Console.Error.WriteLine($"{done + 1} of {all}: {operation}");
    }
    else
    {
        Console.Error.Write($"\r\e[K[{new string('#', filled)}{new string('.', Width - filled)}] {done + 1} of {all}: {operation}");
    }
}
