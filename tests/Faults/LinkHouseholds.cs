using System.Data.Common;
using Npgsql;

namespace Partnership.Faults;

/// <summary>Enters approved households for children of ten and over.</summary>
internal sealed class LinkHouseholds(RunningRegion region, Steps steps, DateOnly today)
{
    private static readonly string[] Adoption = ["adoption"];
    private static readonly string[] TenOrOver = ["ten-or-over"];
    private static readonly string[] None = [];

    /// <summary>The household as its hub and as the centre know it; null when it was refused.</summary>
    /// <param name="council">Whose.</param>
    /// <param name="reference">As the council's own papers name it.</param>
    /// <param name="numbers">How many children it is approved for and offers to take.</param>
    /// <param name="accepted">Is told the hub's id as soon as there is one.</param>
    /// <param name="stop">Ends waiting for the database.</param>
    public async Task<(Guid Id, Guid Reference)?> OpenAsync(string council, string reference, string[] numbers, Action<Guid> accepted, CancellationToken stop)
    {
        var households = $"/api/v1/councils/{council}/households";
        if (await steps.WriteAsync("recruitment", HttpMethod.Post, households, new
            {
                members = new[] { new { role = "parent", given = "Invented", family = "Larkspur" } }, home = new { address = "1 Nowhere Lane", postcode = "B1 1AA", livesIn = council }, assessment = new { }, reference,
            }) is not { } opened)
        {
            return null;
        }

        var id = opened.GetProperty("id").GetGuid();
        accepted(id);
        if (await steps.WriteAsync(CarefulClient.CaseSystemOf(council), HttpMethod.Post, $"{households}/approvals", new
            {
                reference, sourceDocument = "Invented list of approvals", decision = "approved", decidedOn = today.AddDays(-90), routes = Adoption, numbers, ages = TenOrOver,
            }) is null
            || await steps.WriteAsync(
                "recruitment", HttpMethod.Put, $"{households}/{id}/offer",
                new
                {
                    numbers = new { yes = numbers, couldConsider = None }, ages = new { yes = TenOrOver, couldConsider = None }, routes = Adoption, answers = Array.Empty<object>(), identitySupport = None,
                    unavailable = (string?)null,
                },
                $"{households}/{id}") is null)
        {
            return null;
        }

        Guid? known = null;
        await Waiting.UntilAsync(async () => (known = await ReferenceAsync(council, id)) is not null, stop);
        return known is { } found ? (id, found) : null;
    }

    /// <summary>How the centre knows a household, from its hub's sealed table; null while the database is away.</summary>
    private async Task<Guid?> ReferenceAsync(string council, Guid household)
    {
        try
        {
            await using var command = region.Hubs[council].CreateCommand("select reference from sealed.regional_reference where household_id = $1 and purpose = 5");
            command.Parameters.Add(new NpgsqlParameter { Value = household });
            return await command.ExecuteScalarAsync() as Guid?;
        }
        catch (DbException)
        {
            return null;
        }
    }
}
