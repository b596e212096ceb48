using Spectre.Console;

namespace Partnership.Cli;

/// <summary>
/// Standard output carries the answer; progress, warnings and errors go to standard error, so that an answer can be piped on.
/// </summary>
internal static class Terminal
{
    public static IAnsiConsole Output { get; } = AnsiConsole.Create(new AnsiConsoleSettings());

    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
    });

    public static void Say(string text) => Error.WriteLine(text);

    public static void Problem(CommandFailedException failure)
    {
        Error.MarkupLineInterpolated($"[red]{failure.Message}[/]");
        if (failure.NextStep is { } next)
        {
            Error.WriteLine(next);
        }
    }

    /// <summary>Progress bars on standard error; where it is no terminal, nothing is drawn and the work is the same.</summary>
    public static Progress Progress() => Error.Progress()
        .AutoClear(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn());
}
