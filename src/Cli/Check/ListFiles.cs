using Partnership.CaseData.Lists;
using Partnership.Cli.Machine;
using Spectre.Console;

namespace Partnership.Cli.Check;

/// <summary>The files of published lists that a check looks things up in, and whose return it is.</summary>
/// <param name="Postcodes">The postcode directory; null when there is none.</param>
/// <param name="Providers">Ofsted's list; null when there is none.</param>
/// <param name="Council">The council's three digits; null when nobody said.</param>
internal sealed record ListFiles(FileInfo? Postcodes, FileInfo? Providers, string? Council)
{
    private const string Folder = "reference-lists";

    /// <summary>The files that were named, or else those that lie where the hubs' own do.</summary>
    /// <exception cref="CommandFailedException">There is no such council.</exception>
    public static ListFiles Of(FileInfo? postcodes, FileInfo? providers, string? council) => council is null || ReferenceLists.AreaOf(council) is not null
        ? new(postcodes ?? Kept("postcodes.csv"), providers ?? Kept("providers.xlsx") ?? Kept("providers.csv"), council)
        : throw new CommandFailedException($"There is no council {council}.", "A council is three digits, such as 860 for Staffordshire.");

    /// <summary>Opens them: at once but for a postcode directory that nobody has opened before, which is read under a bar of its own.</summary>
    /// <exception cref="CommandFailedException">A file is not there, or is not the list; the message says how to mend it.</exception>
    public ReferenceLists Open(ProgressContext? progress)
    {
        try
        {
            return new ReferenceLists(OpenPostcodes(progress), Providers is null ? null : ProviderList.Open(Providers.FullName), Council);
        }
        catch (UnreadableListException unreadable)
        {
            throw new CommandFailedException(unreadable.Message, "Nothing was checked.", unreadable);
        }
    }

    private PostcodeDirectory? OpenPostcodes(ProgressContext? progress)
    {
        if (Postcodes is null)
        {
            return null;
        }

        ProgressTask? bar = null;
        var opened = PostcodeDirectory.Open(Postcodes.FullName, (read, all) => (bar ??= progress?.AddTask("Reading the postcode directory, once"))?.MaxValue(all).Value(read));
        bar?.Value(bar.MaxValue);
        return opened;
    }

    private static FileInfo? Kept(string name)
    {
        var file = new FileInfo(Path.Combine(KeptParameters.Folder, Folder, name));
        return file.Exists ? file : null;
    }
}
