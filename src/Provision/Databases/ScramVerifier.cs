using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Partnership.Provision.Databases;

/// <summary>
/// What PostgreSQL stores in place of a password (SCRAM-SHA-256, RFC 5802 and 7677). It is made here, so that no statement,
/// and therefore no log of the server, ever holds the password itself; and checked here, so that an unchanged password
/// is left alone.
/// </summary>
public static class ScramVerifier
{
    // PostgreSQL's own default.
    private const int Iterations = 4096;

    /// <param name="password">ASCII, as generated passwords are: other characters would first need SASLprep.</param>
    /// <exception cref="ProvisionException">The password has characters outside ASCII.</exception>
    public static string Create(string password) => Create(password, RandomNumberGenerator.GetBytes(16), Iterations);

    /// <summary>True when the stored verifier is of this password.</summary>
    public static bool Matches(string? stored, string password)
    {
        // SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>
        var parts = stored?.Split('$', ':') ?? [];
        return parts is ["SCRAM-SHA-256", var iterations, var salt, _, _]
            && int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(stored!),
                Encoding.ASCII.GetBytes(Create(password, Convert.FromBase64String(salt), count)));
    }

    private static string Create(string password, byte[] salt, int iterations)
    {
        if (!Ascii.IsValid(password))
        {
            throw new ProvisionException("A password has characters outside ASCII.");
        }

        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, 32);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}");
    }
}
