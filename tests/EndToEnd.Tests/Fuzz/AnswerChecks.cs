using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>What must hold for every answer, whatever was asked.</summary>
internal sealed partial class AnswerChecks(ApiSchemas schemas)
{
    public const string Answers = "it answers";
    public const string NoFailure = "no failure of ours";
    public const string Status = "the status is described";
    public const string MediaType = "the type is described";
    public const string Body = "the body is as described";
    public const string Problem = "a refusal is a problem with a code";
    public const string NoInsides = "nothing of the insides";
    public const string NoReflection = "nothing of the request comes back";
    public const string Refused = "what is wrong is refused";
    public const string Authenticated = "nobody is let in without a token";

    private const string ProblemType = "application/problem+json";
    private const int MostLookedThrough = 64 * 1024;

    public static IReadOnlyList<string> All { get; } = [Answers, NoFailure, Status, MediaType, Body, Problem, NoInsides, NoReflection, Refused, Authenticated];

    /// <summary>Statuses of what reaches no operation.</summary>
    private static readonly int[] OfTheDoor = [400, 401, 403, 404, 405, 408, 411, 412, 413, 414, 415, 417, 422, 428, 431, 501, 505];

    public IEnumerable<(string Check, string Detail)> Of(Draft draft, RawAnswer answer, OperationShape shape, string marker)
    {
        if (answer.Status == 0)
        {
            return draft.HangsUp ? [] : [(Answers, "the connection ended without one")];
        }

        return OfStatus(draft, answer, shape).Concat(OfContent(draft, answer, shape)).Concat(OfSecrets(answer, marker))
            .Select(found => (found.Check, $"{answer.Status} {found.Detail} {Shortened(answer)}"));
    }

    private static IEnumerable<(string Check, string Detail)> OfStatus(Draft draft, RawAnswer answer, OperationShape shape)
    {
        var isKnown = shape.Answers.ContainsKey(answer.Status.ToString(CultureInfo.InvariantCulture));

        // 505 is the server's word on a version of HTTP, and 501 on a coding that it does not know.
        if (answer.Status >= 500 && answer.Status != 503 && !(answer.Status is 501 or 505 && draft.IsElsewhere))
        {
            yield return (NoFailure, "is a failure");
        }
        else if (!isKnown && !IsAnothersAnswer(draft, answer) && !(draft.IsElsewhere && OfTheDoor.Contains(answer.Status)) && !(draft.MayBeRefusedBare && IsBare(answer)))
        {
            yield return (Status, "is not described");
        }

        if (draft.IsOfNobody && answer.Status != 401 && !((draft.IsElsewhere || draft.MayBeRefusedBare) && answer.Status >= 400))
        {
            yield return (Authenticated, "was given to nobody");
        }

        if (draft.MustBeRefused && answer.Status < 400)
        {
            yield return (Refused, "was given to what is wrong");
        }
    }

    private IEnumerable<(string Check, string Detail)> OfContent(Draft draft, RawAnswer answer, OperationShape shape)
    {
        var type = answer.Header("content-type")?.Split(';')[0].Trim() ?? "";
        if (answer.Status >= 400)
        {
            // HEAD has no body; what is no HTTP gets a bare status.
            var mayBeBare = draft.MayBeRefusedBare || draft.Method == "HEAD";
            return mayBeBare && IsBare(answer) ? [] : OfProblem(answer, type);
        }

        if (!shape.Answers.TryGetValue(answer.Status.ToString(CultureInfo.InvariantCulture), out var described))
        {
            return [];
        }

        if (described.Count == 0)
        {
            return answer.Body.Length == 0 ? [] : [(Body, "has a body where none is described")];
        }

        if (!described.TryGetValue(type, out var schema))
        {
            return [(MediaType, $"is of type {type}")];
        }

        return type == "application/json" && draft.Method != "HEAD" ? OfJson(answer, schema, Body) : [];
    }

    private List<(string Check, string Detail)> OfProblem(RawAnswer answer, string type)
    {
        if (type != ProblemType)
        {
            return [(Problem, $"is of type '{type}'")];
        }

        var unsound = OfJson(answer, schemas.Find("Problem"), Problem).ToList();
        if (unsound.Count > 0)
        {
            return unsound;
        }

        var problem = JsonDocument.Parse(answer.Body).RootElement;
        return problem.GetProperty("status").GetInt32() != answer.Status ? [(Problem, "tells another status")]
            : !Code().IsMatch(problem.GetProperty("code").GetString()!) ? [(Problem, "has no code that programs could go by")]
            : [];
    }

    private IEnumerable<(string Check, string Detail)> OfJson(RawAnswer answer, JsonElement schema, string check)
    {
        try
        {
            return [.. schemas.Breaks(JsonDocument.Parse(answer.Body).RootElement, schema, isClosed: true).Take(3).Select(broken => (check, broken))];
        }
        catch (JsonException)
        {
            return [(check, "is no JSON")];
        }
    }

    private static IEnumerable<(string Check, string Detail)> OfSecrets(RawAnswer answer, string marker)
    {
        // What was kept may be read again; a refusal says nothing, and no header ever does.
        var told = answer.Status >= 400 ? answer.Head + answer.Text : answer.Head;
        if (told.Contains(marker, StringComparison.OrdinalIgnoreCase))
        {
            yield return (NoReflection, "repeats the request");
        }

        if (Insides().Match(answer.Head + answer.Text[..Math.Min(answer.Text.Length, MostLookedThrough)]) is { Success: true } found)
        {
            yield return (NoInsides, $"tells '{found.Value}'");
        }
    }

    /// <summary>The server reads <c>get</c> as GET: where the address has a read too, that is what answers.</summary>
    private static bool IsAnothersAnswer(Draft draft, RawAnswer answer) => draft is { IsElsewhere: true, Method: "get" } && answer.Status == 200;

    private static bool IsBare(RawAnswer answer) => answer.Status >= 400 && answer.Body.Length == 0;

    private static string Shortened(RawAnswer answer) => answer.Text[..Math.Min(answer.Text.Length, 300)];

    [GeneratedRegex("^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    // Frames of a stack, types of the framework and of ours, the database's words, where things are.
    [GeneratedRegex(@"\bat [A-Za-z_][\w.]{0,200}\.[\w<>`\[\],]{1,200}\(|\.cs:line \d|\bSystem\.[A-Z]\w{1,80}\.\w|\b\w{1,80}Exception\b|Npgsql|SQLSTATE|Microsoft\.\w{1,80}\.\w|\bPartnership\.[A-Z]\w|127\.0\.0\.1:\d|/artifacts/|MassTransit|\bKestrel\b", RegexOptions.CultureInvariant)]
    private static partial Regex Insides();
}
