using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Foundation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "edition",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    key = table.Column<short>(type: "smallint", nullable: false),
                    cut_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    served = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_edition", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_key",
                columns: table => new
                {
                    client = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    route = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    headers = table.Column<string>(type: "jsonb", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_key", x => new { x.client, x.route, x.key });
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    aggregate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    routing_key = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    parked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    parked_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_cost_delay", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 1000)
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "parked",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    parked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_parked", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "projection_job",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    replayed = table.Column<int>(type: "integer", nullable: false),
                    mended = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_job", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "received_event",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: true),
                    entry_to_placed_days = table.Column<int>(type: "integer", nullable: true),
                    entry_to_moved_in_days = table.Column<int>(type: "integer", nullable: true),
                    order_to_match_days = table.Column<int>(type: "integer", nullable: true),
                    within = table.Column<bool>(type: "boolean", nullable: true),
                    exclusions = table.Column<short>(type: "smallint", nullable: false),
                    wait = table.Column<short>(type: "smallint", nullable: true),
                    stage = table.Column<short>(type: "smallint", nullable: true),
                    band = table.Column<short>(type: "smallint", nullable: true),
                    definition = table.Column<short>(type: "smallint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_received_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "regional_state",
                columns: table => new
                {
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: true),
                    entry_to_placed_days = table.Column<int>(type: "integer", nullable: true),
                    entry_to_moved_in_days = table.Column<int>(type: "integer", nullable: true),
                    order_to_match_days = table.Column<int>(type: "integer", nullable: true),
                    within = table.Column<bool>(type: "boolean", nullable: true),
                    exclusions = table.Column<short>(type: "smallint", nullable: false),
                    wait = table.Column<short>(type: "smallint", nullable: true),
                    stage = table.Column<short>(type: "smallint", nullable: true),
                    band = table.Column<short>(type: "smallint", nullable: true),
                    definition = table.Column<short>(type: "smallint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_regional_state", x => new { x.kind, x.reference });
                });

            migrationBuilder.CreateTable(
                name: "release_state",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    last_event_id = table.Column<long>(type: "bigint", nullable: false),
                    last_release_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_release_state", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "released_figure",
                columns: table => new
                {
                    year_to = table.Column<short>(type: "smallint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    indicator = table.Column<short>(type: "smallint", nullable: false),
                    n = table.Column<int>(type: "integer", nullable: true),
                    rounded = table.Column<int>(type: "integer", nullable: true),
                    within = table.Column<int>(type: "integer", nullable: true),
                    never_placed = table.Column<int>(type: "integer", nullable: true),
                    no_entry = table.Column<int>(type: "integer", nullable: true),
                    no_placement_order = table.Column<int>(type: "integer", nullable: true),
                    no_match = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_released_figure", x => new { x.year_to, x.council, x.indicator });
                });

            migrationBuilder.CreateTable(
                name: "released_tracker",
                columns: table => new
                {
                    council = table.Column<short>(type: "smallint", nullable: false),
                    stage = table.Column<short>(type: "smallint", nullable: false),
                    band = table.Column<short>(type: "smallint", nullable: false),
                    children = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_released_tracker", x => new { x.council, x.stage, x.band });
                });

            migrationBuilder.CreateTable(
                name: "retry",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retry", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "edition_child",
                columns: table => new
                {
                    edition_id = table.Column<long>(type: "bigint", nullable: false),
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    value = table.Column<int>(type: "integer", nullable: false),
                    gap = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_edition_child", x => new { x.edition_id, x.reference });
                    table.ForeignKey(
                        name: "FK_edition_child_edition_edition_id",
                        column: x => x.edition_id,
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "edition_council",
                columns: table => new
                {
                    edition_id = table.Column<long>(type: "bigint", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    pooled = table.Column<bool>(type: "boolean", nullable: false),
                    children = table.Column<int>(type: "integer", nullable: false),
                    with_gap = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    changed_with_gap = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_edition_council", x => new { x.edition_id, x.council });
                    table.ForeignKey(
                        name: "FK_edition_council_edition_edition_id",
                        column: x => x.edition_id,
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "edition_cell",
                table: "edition",
                columns: new[] { "kind", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_key_created_at",
                table: "idempotency_key",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "inbox_received_at",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "outbox_aggregate_version",
                table: "outbox",
                columns: new[] { "aggregate_id", "epoch", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "received_event_reference",
                table: "received_event",
                columns: new[] { "kind", "reference", "epoch", "version" });

            migrationBuilder.CreateIndex(
                name: "regional_state_council",
                table: "regional_state",
                columns: new[] { "council", "kind", "year" });

            migrationBuilder.CreateIndex(
                name: "retry_next_at",
                table: "retry",
                column: "next_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "edition_child");

            migrationBuilder.DropTable(
                name: "edition_council");

            migrationBuilder.DropTable(
                name: "idempotency_key");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "parked");

            migrationBuilder.DropTable(
                name: "projection_job");

            migrationBuilder.DropTable(
                name: "received_event");

            migrationBuilder.DropTable(
                name: "regional_state");

            migrationBuilder.DropTable(
                name: "release_state");

            migrationBuilder.DropTable(
                name: "released_figure");

            migrationBuilder.DropTable(
                name: "released_tracker");

            migrationBuilder.DropTable(
                name: "retry");

            migrationBuilder.DropTable(
                name: "edition");
        }
    }
}
