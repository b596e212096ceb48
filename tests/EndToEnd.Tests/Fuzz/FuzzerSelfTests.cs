using System.Text.Json.Nodes;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>Each check of the fuzzer seen to fail: an API with one fault in its answers, and the same API without.</summary>
public sealed class FuzzerSelfTests(PlantedApi api) : IClassFixture<PlantedApi>
{
    private const int Seed = 1;
    private const int Requests = 70;
    private const string GoodThing = """{"name":"Rowan","days":3,"on":"2024-01-05"}""";

    private static readonly Dictionary<string, (string Check, Func<PlantedRequest, PlantedAnswer, PlantedAnswer> Do)> Faults = new()
    {
        ["fails over bad input"] = (AnswerChecks.NoFailure, (_, answer) => answer.Status == 400 ? Problem(500, "service.failed", "The service failed.") : answer),
        ["answers with a status that nobody described"] = (AnswerChecks.Status, (_, answer) => answer.Status == 400 ? Problem(418, "tea.only", "A teapot.") : answer),
        ["answers with a page"] = (AnswerChecks.MediaType, (_, answer) => answer.Status == 200 ? answer with { Type = "text/html" } : answer),
        ["tells more than is described"] = (AnswerChecks.Body, (_, answer) => answer.Status == 200 ? answer with { Body = answer.Body.Insert(1, "\"internal\":1,") } : answer),
        ["tells a number as a word"] = (AnswerChecks.Body, (_, answer) => answer.Status == 200 ? answer with { Body = answer.Body.Replace("\"days\":", "\"days\":\"some\",\"was\":", StringComparison.Ordinal) } : answer),
        ["refuses without a code"] = (AnswerChecks.Problem, (_, answer) => answer.Status == 400 ? answer with { Body = Without(answer.Body, "code") } : answer),
        ["refuses with a sentence for a code"] = (AnswerChecks.Problem, (_, answer) => answer.Status == 400 ? Problem(400, "Something is wrong", "Wrong.") : answer),
        ["refuses in plain text"] = (AnswerChecks.Problem, (_, answer) => answer.Status == 404 ? answer with { Type = "text/plain", Body = "Not found" } : answer),
        ["refuses without a body"] = (AnswerChecks.Problem, (_, answer) => answer.Status == 401 ? answer with { Type = "", Body = "" } : answer),
        ["shows its stack"] = (AnswerChecks.NoInsides, (_, answer) => answer.Status == 400 ? Problem(400, "request.invalid", "   at Partnership.LocalityHub.Children.NameChild.HandleAsync(Guid childId) in /src/NameChild.cs:line 22") : answer),
        ["names its database's error"] = (AnswerChecks.NoInsides, (_, answer) => answer.Status == 400 ? Problem(400, "request.invalid", "Npgsql: 22021: invalid byte sequence") : answer),
        ["repeats the address"] = (AnswerChecks.NoReflection, (asked, answer) => answer.Status is 400 or 404 ? Problem(answer.Status, "request.invalid", $"There is no {asked.Address}.") : answer),
        ["repeats the body"] = (AnswerChecks.NoReflection, (asked, answer) => answer.Status == 400 ? Problem(400, "request.invalid", asked.Body) : answer),
        ["repeats the body in a header"] = (AnswerChecks.NoReflection, (asked, answer) => answer with { Echo = asked.Body.Length is > 0 and < 1000 ? asked.Body : null }),
        ["takes what is wrong"] = (AnswerChecks.Refused, (_, answer) => answer.Status is 400 or 404 ? new PlantedAnswer(200, "application/json", GoodThing) : answer),
        ["takes changes without their version"] = (AnswerChecks.Refused, (_, answer) => answer.Status == 428 ? new PlantedAnswer(200, "application/json", GoodThing) : answer),
        ["lets anybody in"] = (AnswerChecks.Authenticated, (_, answer) => answer.Status == 401 ? new PlantedAnswer(200, "application/json", GoodThing) : answer),
        ["breaks off"] = (AnswerChecks.Answers, (_, answer) => answer.Status == 400 ? answer with { IsGone = true } : answer),
        ["answers nothing well"] = (Fuzzer.Good, (_, answer) => answer.Status == 200 ? Problem(404, "resource.not-found", "There is nothing here for you.") : answer),
    };

    public static TheoryData<string> Planted => [.. Faults.Keys];

    [Fact]
    public async Task HonestApi_NothingIsFound() => Assert.Empty(await FindAsync(null, null));

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task PlantedFault_ItsCheckFindsIt(string fault)
    {
        var (check, spoil) = Faults[fault];

        var findings = await FindAsync(spoil, check);

        Assert.Contains(findings, finding => finding.Check == check);
    }

    [Fact]
    public void EveryCheck_HasAFaultThatItFinds() =>
        Assert.Superset(AnswerChecks.All.Append(Fuzzer.Good).ToHashSet(), Faults.Values.Select(fault => fault.Check).ToHashSet());

    /// <summary>One seed asks the same each time, so that what was found can be asked again.</summary>
    [Fact]
    public async Task SameSeed_TriesTheSame()
    {
        api.Fault = null;
        var (one, other) = (new Fuzzer(api.Target, 7, 20), new Fuzzer(api.Target, 7, 20));
        await one.RunAsync(api.Target.Operations[0], ct: TestContext.Current.CancellationToken);
        await other.RunAsync(api.Target.Operations[0], ct: TestContext.Current.CancellationToken);

        Assert.Equal(one.Tricks, other.Tricks);
        Assert.Equal(one.Statuses, other.Statuses);
    }

    private async Task<IReadOnlyList<Finding>> FindAsync(Func<PlantedRequest, PlantedAnswer, PlantedAnswer>? fault, string? until)
    {
        api.Fault = fault;
        var fuzzer = new Fuzzer(api.Target, Seed, Requests);
        foreach (var operation in api.Target.Operations)
        {
            await fuzzer.RunAsync(operation, isEnough: () => fuzzer.Findings.Any(finding => finding.Check == until), ct: TestContext.Current.CancellationToken);
        }

        return fuzzer.Findings;
    }

    private static PlantedAnswer Problem(int status, string code, string detail) => new(
        status, "application/problem+json", new JsonObject { ["title"] = "x", ["status"] = status, ["code"] = code, ["detail"] = detail, ["traceId"] = "x" }.ToJsonString());

    private static string Without(string body, string member)
    {
        var problem = JsonNode.Parse(body)!.AsObject();
        problem.Remove(member);
        return problem.ToJsonString();
    }
}
