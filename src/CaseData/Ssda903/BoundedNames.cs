using System.Xml;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// The names that an XML file uses. A reader keeps each of them for as long as it reads, so a file may have only so many, and none that is
/// longer than a name can be meant to be.
/// </summary>
/// <param name="most">How many there may be.</param>
/// <param name="longest">How many characters each may have.</param>
/// <param name="tooMany">What is wrong with a file that has more.</param>
internal sealed class BoundedNames(int most, int longest, Func<Exception> tooMany) : XmlNameTable
{
    private readonly NameTable _names = new();
    private int _count;

    public override string Add(string array) => _names.Get(array) ?? _names.Add(Demand(array.Length) ? array : throw tooMany());

    public override string Add(char[] array, int offset, int length) =>
        _names.Get(array, offset, length) ?? (Demand(length) ? _names.Add(array, offset, length) : throw tooMany());

    public override string? Get(string array) => _names.Get(array);

    public override string? Get(char[] array, int offset, int length) => _names.Get(array, offset, length);

    private bool Demand(int length) => length <= longest && ++_count <= most;
}
