using Partnership.CaseData.Lists;

namespace Partnership.LocalityHub.Imports;

/// <summary>Where the operator has put the published lists that some rules look things up in; section <c>ReferenceLists</c>.</summary>
internal sealed class ReferenceListFiles
{
    /// <summary>The ONS Postcode Directory; null when there is none.</summary>
    public string? Postcodes { get; set; }

    /// <summary>Ofsted's list of providers; null when there is none.</summary>
    public string? Providers { get; set; }
}

/// <summary>
/// Opens the lists for an import. For each anew: a list put in the place of another counts from the next import on, and between imports the
/// hub holds nothing. The postcode directory is mapped from a packed file that all hubs of the machine share.
/// </summary>
internal sealed class HubLists(ReferenceListFiles files, Council council, ILogger<HubLists> logger)
{
    /// <summary>The lists at hand. One that cannot be read is none: the return is taken in, and the rules that need the list are named as not checked.</summary>
    public ReferenceLists Open() => new(
        Open("postcode directory", files.Postcodes, path => PostcodeDirectory.Open(path)),
        Open("list of providers", files.Providers, ProviderList.Open),
        council.Code.ToString());

    private T? Open<T>(string what, string? path, Func<string, T> open)
        where T : class
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            return open(path);
        }
        catch (Exception unreadable) when (unreadable is UnreadableListException or IOException or UnauthorizedAccessException)
        {
            // Public lists, of which the message names files, columns and row numbers.
            logger.LogError("The {List} cannot be used: {Reason}", what, unreadable.Message);
            return null;
        }
    }
}
