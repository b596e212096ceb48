using System.Globalization;

namespace Partnership.CaseData.Lists;

/// <summary>Ofsted's list of registered children's homes and other providers of social care to children, by unique reference number.</summary>
public sealed class ProviderList
{
    private readonly Dictionary<string, Provider> _providers;
    private readonly HashSet<string> _councils;

    internal ProviderList(Dictionary<string, Provider> providers, HashSet<string> councils, string edition)
    {
        _providers = providers;
        _councils = councils;
        Edition = edition;
    }

    /// <summary>How many numbers it has.</summary>
    public int Count => _providers.Count;

    /// <summary>What tells this file from a later one; empty when it was not read from a file.</summary>
    public string Edition { get; }

    /// <summary>Reads the list from a file: the workbook as it is published, or its sheets saved as CSV.</summary>
    /// <exception cref="UnreadableListException">There is no such file, or it is not the list.</exception>
    public static ProviderList Open(string path)
    {
        var source = new FileInfo(path);
        if (!source.Exists)
        {
            throw new UnreadableListException($"There is no list of providers {source.FullName}: {ProviderReader.Mend}");
        }

        using var stream = source.OpenRead();
        return ProviderReader.Read(stream, source.Name, string.Create(CultureInfo.InvariantCulture, $"{source.Length:x}-{source.LastWriteTimeUtc.Ticks:x}"));
    }

    /// <summary>Reads the list.</summary>
    /// <param name="list">A workbook, or text parted by commas; it must be possible to seek in it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="UnreadableListException">It is not the list.</exception>
    public static ProviderList Read(Stream list, string name) => ProviderReader.Read(list, name, string.Empty);

    /// <summary>Whether any provider stands under a council of that name.</summary>
    internal bool Names(string council) => _councils.Contains(CouncilName.Plain(council));

    /// <summary>The provider of a number; null when the list does not have it.</summary>
    internal Provider? Find(string urn) => _providers.GetValueOrDefault(urn);
}
