using System.Text.Json.Nodes;

namespace Partnership.PanelScheduling.Tests;

/// <summary>Each test begins on the same Monday morning.</summary>
public abstract class PanelTest
{
    private protected PanelTest(PanelHost host)
    {
        Host = host;
        host.Clock.SetTo(PanelHost.Morning);
    }

    private protected PanelHost Host { get; }

    private protected static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]!).GetValue<string>();

    private protected static string[] Texts(JsonNode list) => [.. list.AsArray().Select(each => each!.GetValue<string>())];

    private protected void GoTo(string date) =>
        Host.Clock.SetTo(new DateTimeOffset(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
}
