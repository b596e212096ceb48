using System.CommandLine;
using Npgsql;

namespace Partnership.Cli;

/// <summary>Runs the verb that was asked for and turns what went wrong into a line a person can act on.</summary>
internal static class Verb
{
    public const int Done = 0;
    public const int Findings = 1;
    public const int Failed = 2;

    // Whoever is told to stop puts back first what it has taken away: a stopped service, half a folder.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        try
        {
            var parsed = root.Parse(arguments);
            var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestEnd });
            return parsed.Errors.Count > 0 ? Failed : exitCode;
        }
        catch (CommandFailedException failure)
        {
            Terminal.Problem(failure);
            return Failed;
        }
        catch (Exception refused) when (refused is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            Terminal.Problem(new CommandFailedException(refused.Message, cause: refused));
            return Failed;
        }
        catch (OperationCanceledException)
        {
            Terminal.Say("Stopped.");
            return Failed;
        }
    }
}

/// <summary>The verb cannot go on. The message says why, the next step what to do about it.</summary>
public sealed class CommandFailedException(string message, string? nextStep = null, Exception? cause = null) : Exception(message, cause)
{
    public string? NextStep { get; } = nextStep;

    /// <summary>Whether the same may go well later with nothing mended: the system was not reached, or had no time.</summary>
    public bool MayPass { get; init; }
}
