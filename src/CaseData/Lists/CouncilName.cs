namespace Partnership.CaseData.Lists;

/// <summary>Names of councils as different lists write them.</summary>
internal static class CouncilName
{
    private static readonly string[] Idle = ["city", "county", "of", "council", "borough", "royal", "london", "metropolitan", "district", "the", "and", "mbc", "corporation"];

    /// <summary>A name without what differs: "Herefordshire, County of" and "Herefordshire County Council" are one. The City of London keeps its London.</summary>
    internal static string Plain(string name)
    {
        var words = name.ToLowerInvariant().Split([' ', ',', '.', '&', '-', '\''], StringSplitOptions.RemoveEmptyEntries);
        var telling = string.Concat(words.Where(word => !Idle.Contains(word)));
        return telling.Length > 0 ? telling : string.Concat(words.Where(word => word == "london"));
    }
}
