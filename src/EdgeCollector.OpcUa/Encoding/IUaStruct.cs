namespace EdgeCollector.OpcUa.Encoding;

/// <summary>A structure of the specification in OPC UA Binary: its fields one after the other, no header (Part 6, 5.2.6).</summary>
internal interface IUaStruct<TSelf>
    where TSelf : IUaStruct<TSelf>
{
    /// <summary>
    /// Fewest bytes that one value takes on the wire. An array's length is checked against it before the array is allocated.
    /// </summary>
    static virtual int MinSize => 1;

    void Encode(ref UaWriter w);

    /// <summary>Never throws: after a fault in the bytes the fields are defaults and <see cref="UaReader.Failed"/> is true.</summary>
    static abstract TSelf Decode(ref UaReader r);
}
