using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// A member of staff, by a digest of the token's <c>sub</c>: a message names the reader of a release by it, and the hub that is asked
/// compares it with the caller's. It tells nothing to who does not know the subject. In JSON a UUID.
/// </summary>
[JsonConverter(typeof(PersonReferenceJsonConverter))]
public readonly record struct PersonReference(Guid Value)
{
    /// <summary>The reference of a token's subject.</summary>
    public static PersonReference Of(string subject) =>
        new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("partnership.person:" + subject)).AsSpan(0, 16), bigEndian: true));

    /// <summary>The UUID.</summary>
    public override string ToString() => Value.ToString();

    private sealed class PersonReferenceJsonConverter : JsonConverter<PersonReference>
    {
        public override PersonReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, PersonReference value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
