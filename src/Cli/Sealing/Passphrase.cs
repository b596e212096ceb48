using System.CommandLine;
using Partnership.Cli.Machine;
using Spectre.Console;

namespace Partnership.Cli.Sealing;

/// <summary>
/// Where a passphrase comes from: a file that only its owner may read, or a person at a terminal. Never an argument, which everybody on
/// the machine can read in the list of processes, nor a variable, which children inherit.
/// </summary>
internal static class Passphrase
{
    /// <summary>Six words of a list, or as much that nobody guesses.</summary>
    public const int ShortestLength = 16;

    public static Option<FileInfo?> FileOption { get; } = new("--passphrase-file")
    {
        Description = "A file whose first line is the passphrase, readable by you alone; asked for at the terminal when left out",
    };

    /// <summary>For sealing: asked for twice, and refused when it is short.</summary>
    public static string ForSealing(FileInfo? file)
    {
        var passphrase = file is null ? Ask("Passphrase") : SecretFile.Read(file);
        if (passphrase.Length < ShortestLength)
        {
            throw new CommandFailedException($"The passphrase has fewer than {ShortestLength} characters.", "Take six random words, and keep them where the backup is not.");
        }

        return file is not null || Ask("Once more") == passphrase
            ? passphrase
            : throw new CommandFailedException("The two were not the same.");
    }

    /// <summary>For opening what was sealed.</summary>
    public static string ForOpening(FileInfo? file) => file is null ? Ask("Passphrase") : SecretFile.Read(file);

    private static string Ask(string question)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            throw new CommandFailedException("There is no terminal to ask for the passphrase.", $"Name a file with {FileOption.Name}");
        }

        return Terminal.Error.Prompt(new TextPrompt<string>($"{question}:").Secret(null));
    }
}
