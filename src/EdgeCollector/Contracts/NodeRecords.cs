namespace EdgeCollector.Contracts;

/// <summary>What a machine is (contract <c>asset_v1</c>, topic <c>_meta_v1/asset</c>): names for people, units, where it stands.</summary>
internal sealed record AssetV1
{
    public string Schema => "asset_v1";

    /// <summary>The machine's full path with dots.</summary>
    public required string Id { get; init; }
    public required string Machine { get; init; }
    public required long Seq { get; init; }
    public required long TimestampMs { get; init; }
    public required string Node { get; init; }
    public required string Line { get; init; }
    public string LabelEn { get; init; } = "";
    public string LabelNl { get; init; } = "";
    public string LabelDe { get; init; } = "";

    /// <summary>For products that are not listed; null: none.</summary>
    public double? IdealCycleS { get; init; }

    /// <summary><c>opcua</c>, <c>gpio</c> or <c>mqtt</c>, with its endpoint where it has one.</summary>
    public string Source { get; init; } = "";
    public string Equipment { get; init; } = "";
    public string Location { get; init; } = "";

    /// <summary>Tags and their units: <c>product_temp=°C,speed=1/min</c>.</summary>
    public string Units { get; init; } = "";
    public string ConfigHash { get; init; } = "";
    public string Version { get; init; } = ProductVersion.Text;
}

/// <summary>How the node is (contract <c>health_v1</c>), every 10 s, retained.</summary>
internal sealed record HealthV1
{
    public string Schema => "health_v1";
    public required string Id { get; init; }
    public required string Node { get; init; }
    public required long Seq { get; init; }
    public required long TimestampMs { get; init; }

    /// <summary>ok | wait | failed: the worst of all things the node depends on.</summary>
    public required string State { get; init; }

    /// <summary>What is not ok, as one line each, separated by <c>; </c>; empty when all is well.</summary>
    public required string Message { get; init; }
    public required long Buffered { get; init; }

    /// <summary>The ledger: every id that came in is stored, pending or dropped.</summary>
    public required long In { get; init; }

    /// <summary>In the database.</summary>
    public required long Stored { get; init; }

    /// <summary>Part of <see cref="Stored"/>: the broker took it, nobody said more, and the replay window is over.</summary>
    public required long ByPuback { get; init; }
    public required long Pending { get; init; }
    public required long Dropped { get; init; }

    /// <summary>For want of space within the journal's size limit.</summary>
    public required long DroppedSpace { get; init; }

    /// <summary>The disk did not take it.</summary>
    public required long DroppedDisk { get; init; }

    /// <summary>The database refused it: in the bridge's dead letters.</summary>
    public required long DroppedQuarantine { get; init; }

    /// <summary>Its bytes in the journal were damaged.</summary>
    public required long DroppedDamaged { get; init; }
    public required double LagMs { get; init; }
    public required double Cpu { get; init; }
    public required double RssMb { get; init; }
    public required double? TempC { get; init; }
    public required double? DiskFree { get; init; }
    public required double UptimeS { get; init; }
    public string Version { get; init; } = ProductVersion.Text;
}

/// <summary>Something a person has to know (contract <c>alert_v1</c>).</summary>
internal sealed record AlertV1
{
    public string Schema => "alert_v1";
    public required string Id { get; init; }
    public required string Node { get; init; }

    /// <summary>Empty where it concerns the node.</summary>
    public required string Machine { get; init; }
    public required long Seq { get; init; }
    public required long TimestampMs { get; init; }

    /// <summary>raised | cleared.</summary>
    public required string Event { get; init; }

    /// <summary>info | warning | critical.</summary>
    public required string Severity { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }
}
