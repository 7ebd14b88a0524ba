using System.Numerics.Tensors;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// YOLOv5 (Ultralytics, models/yolo.py, Detect): a row for each anchor with centre and size in pixels, objectness and the classes' probabilities. The score is
/// objectness times the best class.
/// </summary>
internal sealed class YoloV5Head : IDetectionHead
{
    private const int ClassesAt = 5;

    private readonly int _rows;
    private readonly int _row;
    private readonly float _threshold;
    private readonly BoxSuppression _suppression;

    /// <summary>Takes what the table checked.</summary>
    public YoloV5Head(HeadSetting setting)
    {
        _rows = setting.Graph.Outputs[0].Shape[1];
        _row = setting.Graph.Outputs[0].Shape[2];
        _threshold = setting.ScoreThreshold;
        _suppression = setting.Suppression(_rows);
    }

    /// <inheritdoc/>
    public int LandmarksEach => 0;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        ReadOnlySpan<float> rows = outputs.Output(0);
        _suppression.Clear();
        for (int index = 0; index < _rows; index++)
        {
            if (!(rows[(index * _row) + 4] > _threshold))
            {
                continue;
            }

            ReadOnlySpan<float> row = rows.Slice(index * _row, _row);
            int best = TensorPrimitives.IndexOfMax(row[ClassesAt..]);
            float score = row[4] * row[ClassesAt + best];
            if (score > _threshold)
            {
                float halfWidth = row[2] / 2;
                float halfHeight = row[3] / 2;
                _suppression.Add(new Detection(row[0] - halfWidth, row[1] - halfHeight, row[0] + halfWidth, row[1] + halfHeight, score, best), index);
            }
        }

        _suppression.SuppressInto(found);
    }
}
