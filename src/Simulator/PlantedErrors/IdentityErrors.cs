using Partnership.Simulator.Returns;
using static Partnership.Simulator.PlantedErrors.PlantableErrors;

namespace Partnership.Simulator.PlantedErrors;

/// <summary>Breaks of who a child is: tables that do not agree, children who are in a table and not in Header, numbers of two.</summary>
internal static class IdentityErrors
{
    /// <param name="collected">The return.</param>
    /// <param name="isTouched">Whether another break has been planted in a child's rows.</param>
    public static IEnumerable<PlantableError> For(CouncilReturn collected, Func<string, bool> isTouched)
    {
        var header = collected.Header;
        PlantableError InNoHeader(string rule, ReturnTable table) => new(rule, header, table, row => table.Rows.Exists(each => each.Child == row.Child), row =>
        {
            header.Rows.Remove(row);
            return table.Rows.First(each => each.Child == row.Child);
        });
        PlantableError OtherDob(string rule, ReturnTable table) => Change(rule, table, _ => true, row => table.Set(row, "DOB", Later(table.Get(row, "DOB"))));

        yield return InNoHeader("INT01", collected.Adopted);
        yield return InNoHeader("INT02", collected.PlacedForAdoption);
        yield return InNoHeader("INT04", collected.Missing);
        yield return InNoHeader("INT05", collected.HealthAndConduct);
        yield return InNoHeader("INT06", collected.CareLeavers);
        if (collected.Year.Ending >= 2017)
        {
            yield return InNoHeader("INT07", collected.PreviousPermanence);
            yield return OtherDob("INT16", collected.PreviousPermanence);
        }

        yield return InNoHeader("INT08", collected.Reviews);
        yield return InNoHeader("INT09", collected.Uasc);
        yield return OtherDob("INT11", collected.Adopted);
        yield return OtherDob("INT13", collected.Missing);
        yield return OtherDob("INT15", collected.CareLeavers);
        yield return OtherDob("INT18", collected.Uasc);
        yield return Change("INT21", collected.Uasc, _ => true, row =>
            collected.Uasc.Set(row, "SEX", collected.Uasc.Get(row, "SEX") switch { "1" => "2", "2" => "1", "M" => "F", _ => "M" }));
        yield return Append("INT34", collected.CareLeavers, _ => true, row => [.. row.Cells]);
        yield return Append("INT36", collected.Uasc, _ => true, row => [.. row.Cells]);
        if (collected.Year.Ending >= 2026)
        {
            bool HasNumber(ReturnRow row) => header.Get(row, "UPN") is { Length: > 3 };
            ReturnRow? Partner(ReturnRow row) => header.Rows.Find(other => other.Child != row.Child && HasNumber(other) && !isTouched(other.Child));
            yield return Change("444", header, row => HasNumber(row) && Partner(row) is not null, row => header.Set(row, "UPN", header.Get(Partner(row)!, "UPN"))) with { With = Partner };
        }
    }
}
