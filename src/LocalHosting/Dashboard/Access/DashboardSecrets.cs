using System.Security.Cryptography;
using System.Text;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// The token that opens the dashboard and the key with which services send their telemetry. Both are generated once and kept with the
/// other parameters, in a file that only its owner may read.
/// </summary>
internal sealed class DashboardSecrets
{
    public const string TokenName = "dashboard-token";
    public const string TelemetryKeyName = "dashboard-telemetry-key";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 32;

    private string? _telemetryKeyBefore;

    public DashboardSecrets(ParameterStore parameters)
    {
        Token = parameters.GetOrAdd(TokenName, Generate);
        TelemetryKey = parameters.GetOrAdd(TelemetryKeyName, Generate);
    }

    public string Token { get; private set; }

    /// <summary>What services are told when they start.</summary>
    public string TelemetryKey { get; private set; }

    // Browsers send a cookie to every port of a host: the other services of this machine see this value, never the token.
    public string Cookie => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Token), "dashboard cookie"u8));

    /// <summary>The present key, or the one before while services still have it.</summary>
    public bool IsTelemetryKey(string? given) => Same(given, TelemetryKey) || (_telemetryKeyBefore is { } before && Same(given, before));

    /// <summary>The token is another from now on; the cookies that were made of the old one open nothing more.</summary>
    public void UseToken(string token) => Token = token;

    /// <summary>Services that start from now on get this key; the others' is taken as well until <see cref="ForgetKeyBefore"/>.</summary>
    public void UseTelemetryKey(string key) => (_telemetryKeyBefore, TelemetryKey) = (TelemetryKey, key);

    public void ForgetKeyBefore() => _telemetryKeyBefore = null;

    /// <summary>Compares in a time that does not tell how much of it was right.</summary>
    public static bool Same(string? given, string wanted) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));

    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);
}
