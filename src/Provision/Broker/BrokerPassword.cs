using System.Security.Cryptography;
using System.Text;

namespace Partnership.Provision.Broker;

/// <summary>
/// What RabbitMQ stores in place of a password: base64 of a salt of four bytes, then SHA-256 of salt and password. Made here,
/// so that the password itself is sent to nobody, and checked here, so that an unchanged one is left alone.
/// </summary>
public static class BrokerPassword
{
    public const string Algorithm = "rabbit_password_hashing_sha256";
    private const int SaltLength = 4;

    public static string Hash(string password) => Hash(password, RandomNumberGenerator.GetBytes(SaltLength));

    /// <summary>True when the stored hash is of this password.</summary>
    public static bool Matches(string storedHash, string password)
    {
        var stored = new byte[SaltLength + SHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(storedHash, stored, out var length)
            && length == stored.Length
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(storedHash),
                Encoding.ASCII.GetBytes(Hash(password, stored[..SaltLength])));
    }

    private static string Hash(string password, byte[] salt) =>
        Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
}
