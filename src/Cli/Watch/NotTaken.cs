using Partnership.Cli.Import;

namespace Partnership.Cli.Watch;

/// <summary>What lies in the folder and is no drop: why it is not taken, and what to do about it.</summary>
internal static class NotTaken
{
    public static string Folder(string name) => $"{name}: not taken, because its name does not end in a year. Name it after the year in which its 31 March falls, such as {name}-2025.";

    public static string Empty(string name) => $"{name}: not taken, because there is no file in it. Put the return's files into it, and not into a folder of it.";

    public static string HalfTaken(string name) => $"{name}: taken in half by a watch that was told another year. Give that year with --year, or move its files back.";

    /// <summary>Of a file that lies in the watched folder itself, or in a drop.</summary>
    public static string File(string name, FileInfo file, string code) => file.Extension.ToUpperInvariant() switch
    {
        _ when ReturnUpload.IsOfAReturn(file) =>
            $"{name}: not taken, because nothing says which year it is of. Give the year with --year, or drop it in a folder whose name ends in the year, such as 2025.",
        ".XLSX" or ".XLS" => $"{name}: not taken, for a workbook is no table of a return. An Annex A workbook is sent with ./partnership annexa {name} --council {code}.",
        _ => $"{name}: not taken, for only .csv and .xml files are of a return.",
    };
}
