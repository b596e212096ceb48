using System.Globalization;

namespace Partnership.Simulator.PlantedErrors;

/// <summary>A rule break that was put into a return on purpose.</summary>
/// <param name="Rule">Its number.</param>
/// <param name="Table">The table in which it shows.</param>
/// <param name="Row">The 1-based data row at which it shows.</param>
/// <param name="Child">The local number of the child concerned.</param>
/// <param name="Year">The collection year, named by the year in which it ends.</param>
public sealed record PlantedError(string Rule, string Table, int Row, string Child, int Year)
{
    internal static void WriteAll(string file, IEnumerable<PlantedError> planted)
    {
        using var writer = new StreamWriter(file) { NewLine = "\r\n" };
        writer.WriteLine("rule,table,row,child,year");
        foreach (var error in planted)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{error.Rule},{error.Table},{error.Row},{error.Child},{error.Year}"));
        }
    }
}
