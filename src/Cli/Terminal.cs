using Spectre.Console;

namespace Partnership.Cli;

/// <summary>
/// Standard output carries the answer; progress, warnings and errors go to standard error, so that an answer can be piped on.
/// </summary>
internal static class Terminal
{
    // Into a file or a pipe, tables keep their columns on one line: the widest, of imports, has two identifiers in it.
    private const int WidthWhenRedirected = 200;

    public static IAnsiConsole Output { get; } = Open(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Open(Console.Error, Console.IsErrorRedirected);

    /// <summary>A line of the answer, never wrapped.</summary>
    public static void Print(string text) => Console.Out.WriteLine(text);

    /// <summary>A line beside the answer, never wrapped.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    public static void Problem(CommandFailedException failure)
    {
        Error.MarkupLineInterpolated($"[red]{failure.Message}[/]");
        if (failure.NextStep is { } next)
        {
            Say(next);
        }
    }

    /// <summary>Progress bars on standard error; where it is no terminal, only a line now and then.</summary>
    public static Progress Progress() => Error.Progress()
        .AutoClear(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn());

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            console.Profile.Width = WidthWhenRedirected;
        }

        return console;
    }
}
