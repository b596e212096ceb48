using System.Xml.Linq;

namespace Partnership.TestRun;

/// <summary>A test that failed: its method, to run it once more, and what it said.</summary>
internal sealed record FailedTest(string Method, string Words)
{
    private const string OfFixture = "Assembly fixture type ";

    /// <summary>Which of the things that all tests of the program stand on did not come to be, if that is why this one failed.</summary>
    public string? Fixture => Words.IndexOf(OfFixture, StringComparison.Ordinal) is >= 0 and var index ? Words[index..].Split(Environment.NewLine)[0] : null;

    /// <summary>A program that failed as a whole has no method to run again.</summary>
    public static FailedTest Program(string words) => new("", words);
}

/// <summary>How many tests passed and were not run, which failed with what, and which passed at the second try alone.</summary>
internal sealed record TestOutcome(int Passed, int Skipped, IReadOnlyList<FailedTest> Failures, IReadOnlyList<FailedTest> Unsteady)
{
    public static TestOutcome None { get; } = new(0, 0, [], []);

    public int Failed => Failures.Count;

    /// <summary>How many things went wrong: what all tests of a program stand on fails once, however many of them it takes along.</summary>
    public int Causes => Failures.Select(failure => failure.Fixture ?? failure.Words).Distinct(StringComparer.Ordinal).Count();

    public static TestOutcome operator +(TestOutcome one, TestOutcome other) =>
        new(one.Passed + other.Passed, one.Skipped + other.Skipped, [.. one.Failures, .. other.Failures], [.. one.Unsteady, .. other.Unsteady]);

    /// <summary>Reads the results of a TRX file; nothing when there is none.</summary>
    public static TestOutcome Read(string file)
    {
        if (!File.Exists(file))
        {
            return None;
        }

        var all = XDocument.Load(file).Descendants().ToList();
        var methods = all.Where(element => element.Name.LocalName == "UnitTest").ToDictionary(test => (string)test.Attribute("id")!, MethodOf);
        var results = all.Where(element => element.Name.LocalName == "UnitTestResult")
            .ToLookup(element => (string?)element.Attribute("outcome") ?? "");

        // What is to be run by hand alone is not runnable here.
        string[] skipped = ["NotExecuted", "NotRunnable"];
        return new TestOutcome(
            results["Passed"].Count(),
            skipped.Sum(outcome => results[outcome].Count()),
            [.. results.Where(group => group.Key != "Passed" && !skipped.Contains(group.Key)).SelectMany(group => group).Select(result => Failure(result, methods))],
            []);
    }

    /// <summary>This outcome after the tests that failed were run once more: those that passed then did so unsteadily.</summary>
    public TestOutcome After(TestOutcome second)
    {
        var again = second.Failures.Select(failure => failure.Method).ToHashSet();
        var mended = Failures.Where(failure => !again.Contains(failure.Method)).ToList();
        return new TestOutcome(Passed + mended.Count, Skipped, [.. Failures.Except(mended)], mended);
    }

    private static string MethodOf(XElement test)
    {
        var method = test.Descendants().First(element => element.Name.LocalName == "TestMethod");
        return $"{(string?)method.Attribute("className")}.{(string?)method.Attribute("name")}";
    }

    private static FailedTest Failure(XElement result, Dictionary<string, string> methods)
    {
        var message = result.Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value ?? "";
        return new FailedTest(
            methods[(string)result.Attribute("testId")!],
            $"{(string?)result.Attribute("testName")}{Environment.NewLine}    {string.Join($"{Environment.NewLine}    ", message.Split('\n').Take(8).Select(line => line.TrimEnd()))}");
    }
}
