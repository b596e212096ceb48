using System.CommandLine;
using Partnership.Cli.Machine;

namespace Partnership.Cli.Stack;

/// <summary>
/// A token that the caller brings instead of signing in, such as one of another authority: from a file, from standard input or from the environment.
/// Never an argument, which everybody on the machine can read in the list of processes.
/// </summary>
internal sealed class GivenToken
{
    public const string Variable = "PARTNERSHIP_TOKEN";
    private const string StandardInput = "-";
    private readonly Func<string> _read;

    private GivenToken(Func<string> read) => _read = read;

    public static Option<string?> FileOption { get; } = new("--token-file")
    {
        Description = $"A file whose first line is the token to send, readable by you alone, or {StandardInput} for standard input (or {Variable} in the environment); without one the verb signs in by itself",
    };

    /// <summary>The token that was given to a verb that takes one; null where the verb is to sign in.</summary>
    public static GivenToken? Of(ParseResult parsed)
    {
        if (!parsed.CommandResult.Command.Options.Contains(FileOption))
        {
            return null;
        }

        return parsed.GetValue(FileOption) switch
        {
            StandardInput => new(Once(Console.In)),
            { Length: > 0 } file => new(() => SecretFile.Read(new FileInfo(file))),
            _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? new(() => given) : null,
        };
    }

    /// <summary>The token as it is now: whoever renews the file need not start a long verb again.</summary>
    public string Read() => _read().Trim();

    private static Func<string> Once(TextReader input)
    {
        var line = input.ReadLine();
        return () => line is { Length: > 0 } ? line : throw new CommandFailedException("No token came on standard input.");
    }
}
