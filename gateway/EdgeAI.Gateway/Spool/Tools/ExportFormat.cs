namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>How <c>spool export</c> writes records.</summary>
internal enum ExportFormat
{
    /// <summary>Gateway batches (RECORDS.md), each after its length as u32, little-endian.</summary>
    Batches,

    /// <summary>One JSON object a line, the frame in base64.</summary>
    Json,
}
