using System.Security.Cryptography;
using System.Text;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// The token that opens the dashboard and the key with which services send their telemetry. Both are generated once and kept with the
/// other parameters, in a file that only its owner may read.
/// </summary>
internal sealed class DashboardSecrets
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 32;

    public DashboardSecrets(ParameterStore parameters)
    {
        Token = parameters.GetOrAdd("dashboard-token", Generate);
        TelemetryKey = parameters.GetOrAdd("dashboard-telemetry-key", Generate);

        // Browsers send a cookie to every port of a host: the other services of this machine see this value, never the token.
        Cookie = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Token), "dashboard cookie"u8));
    }

    public string Token { get; }

    public string TelemetryKey { get; }

    public string Cookie { get; }

    /// <summary>Compares in a time that does not tell how much of it was right.</summary>
    public static bool Same(string? given, string wanted) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));

    private static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);
}
