using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Foundation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "sealed");

            migrationBuilder.CreateTable(
                name: "ad1",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    source_row = table.Column<int>(type: "integer", nullable: false),
                    dob = table.Column<DateOnly>(type: "date", nullable: true),
                    date_int = table.Column<DateOnly>(type: "date", nullable: true),
                    date_match = table.Column<DateOnly>(type: "date", nullable: true),
                    foster_care = table.Column<string>(type: "text", nullable: true),
                    nb_adoptr = table.Column<string>(type: "text", nullable: true),
                    sex_adoptr = table.Column<string>(type: "text", nullable: true),
                    ls_adoptr = table.Column<string>(type: "text", nullable: true),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    malformed = table.Column<string[]>(type: "text[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ad1", x => new { x.child_id, x.year, x.held, x.source_row });
                });

            migrationBuilder.CreateTable(
                name: "child",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    local_id = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    given_name = table.Column<string>(type: "text", nullable: true),
                    family_name = table.Column<string>(type: "text", nullable: true),
                    date_of_birth = table.Column<DateOnly>(type: "date", nullable: true),
                    sex = table.Column<string>(type: "text", nullable: true),
                    ethnicity = table.Column<string>(type: "text", nullable: true),
                    upn = table.Column<string>(type: "text", nullable: true),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    stage = table.Column<short>(type: "smallint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "child_year",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: true),
                    digest = table.Column<byte[]>(type: "bytea", nullable: true),
                    held_import_id = table.Column<Guid>(type: "uuid", nullable: true),
                    held_digest = table.Column<byte[]>(type: "bytea", nullable: true),
                    hold_reasons = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_year", x => new { x.child_id, x.year });
                });

            migrationBuilder.CreateTable(
                name: "council_settings",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    service_title = table.Column<string>(type: "text", nullable: true),
                    contact_role = table.Column<string>(type: "text", nullable: true),
                    decision_maker_role = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_council_settings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "episode",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    source_row = table.Column<int>(type: "integer", nullable: false),
                    decom = table.Column<DateOnly>(type: "date", nullable: true),
                    rne = table.Column<string>(type: "text", nullable: true),
                    ls = table.Column<string>(type: "text", nullable: true),
                    cin = table.Column<string>(type: "text", nullable: true),
                    place = table.Column<string>(type: "text", nullable: true),
                    place_provider = table.Column<string>(type: "text", nullable: true),
                    dec = table.Column<DateOnly>(type: "date", nullable: true),
                    rec = table.Column<string>(type: "text", nullable: true),
                    reason_place_change = table.Column<string>(type: "text", nullable: true),
                    home_post = table.Column<string>(type: "text", nullable: true),
                    pl_post = table.Column<string>(type: "text", nullable: true),
                    urn = table.Column<string>(type: "text", nullable: true),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    malformed = table.Column<string[]>(type: "text[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_episode", x => new { x.child_id, x.year, x.held, x.source_row });
                });

            migrationBuilder.CreateTable(
                name: "header",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    source_row = table.Column<int>(type: "integer", nullable: false),
                    sex = table.Column<string>(type: "text", nullable: true),
                    dob = table.Column<DateOnly>(type: "date", nullable: true),
                    ethnic = table.Column<string>(type: "text", nullable: true),
                    upn = table.Column<string>(type: "text", nullable: true),
                    mother = table.Column<string>(type: "text", nullable: true),
                    mc_dob = table.Column<DateOnly>(type: "date", nullable: true),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    malformed = table.Column<string[]>(type: "text[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_header", x => new { x.child_id, x.year, x.held, x.source_row });
                });

            migrationBuilder.CreateTable(
                name: "hub_state",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    swept_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hub_state", x => x.id);
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
                name: "import",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_by = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease_owner = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    done = table.Column<int>(type: "integer", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: false),
                    children_new = table.Column<int>(type: "integer", nullable: false),
                    children_updated = table.Column<int>(type: "integer", nullable: false),
                    children_unchanged = table.Column<int>(type: "integer", nullable: false),
                    children_held = table.Column<int>(type: "integer", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    rejected_rows = table.Column<int>(type: "integer", nullable: false),
                    findings = table.Column<int>(type: "integer", nullable: false),
                    tables = table.Column<int>(type: "integer", nullable: false),
                    problem_code = table.Column<string>(type: "text", nullable: true),
                    problem_detail = table.Column<string>(type: "text", nullable: true),
                    trace_parent = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_chunk",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_chunk", x => new { x.import_id, x.file, x.number });
                });

            migrationBuilder.CreateTable(
                name: "import_finding",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rule = table.Column<string>(type: "text", nullable: false),
                    table = table.Column<short>(type: "smallint", nullable: false),
                    row = table.Column<int>(type: "integer", nullable: false),
                    columns = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_finding", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_held_child",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    reversal_in_doubt = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_held_child", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_rejected_row",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    table = table.Column<short>(type: "smallint", nullable: false),
                    row = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_rejected_row", x => x.id);
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
                name: "milestone",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    source_table = table.Column<string>(type: "text", nullable: true),
                    source_row = table.Column<int>(type: "integer", nullable: true),
                    source_year = table.Column<short>(type: "smallint", nullable: true),
                    overruled_date = table.Column<DateOnly>(type: "date", nullable: true),
                    overruled_source = table.Column<short>(type: "smallint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_milestone", x => new { x.child_id, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "other_row",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    source_row = table.Column<int>(type: "integer", nullable: false),
                    table = table.Column<short>(type: "smallint", nullable: false),
                    cells = table.Column<string[]>(type: "text[]", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    malformed = table.Column<string[]>(type: "text[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_other_row", x => new { x.child_id, x.year, x.held, x.table, x.source_row });
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
                name: "placed_adoption",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    source_row = table.Column<int>(type: "integer", nullable: false),
                    dob = table.Column<DateOnly>(type: "date", nullable: true),
                    date_placed = table.Column<DateOnly>(type: "date", nullable: true),
                    date_placed_ceased = table.Column<DateOnly>(type: "date", nullable: true),
                    reason_placed_ceased = table.Column<string>(type: "text", nullable: true),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    malformed = table.Column<string[]>(type: "text[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_placed_adoption", x => new { x.child_id, x.year, x.held, x.source_row });
                });

            migrationBuilder.CreateTable(
                name: "prev_perm",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false),
                    source_row = table.Column<int>(type: "integer", nullable: false),
                    dob = table.Column<DateOnly>(type: "date", nullable: true),
                    prev_perm = table.Column<string>(type: "text", nullable: true),
                    la_perm = table.Column<string>(type: "text", nullable: true),
                    date_perm = table.Column<string>(type: "text", nullable: true),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    malformed = table.Column<string[]>(type: "text[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_prev_perm", x => new { x.child_id, x.year, x.held, x.source_row });
                });

            migrationBuilder.CreateTable(
                name: "regional_reference",
                schema: "sealed",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    purpose = table.Column<short>(type: "smallint", nullable: false),
                    year = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    tombstoned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_regional_reference", x => x.reference);
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
                name: "given_milestone",
                columns: table => new
                {
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_given_milestone", x => new { x.child_id, x.kind, x.source });
                    table.ForeignKey(
                        name: "FK_given_milestone_child_child_id",
                        column: x => x.child_id,
                        principalTable: "child",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "import_file",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<short>(type: "smallint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_file", x => new { x.import_id, x.ordinal });
                    table.ForeignKey(
                        name: "FK_import_file_import_import_id",
                        column: x => x.import_id,
                        principalTable: "import",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "council_settings",
                columns: new[] { "id", "contact_role", "decision_maker_role", "service_title", "updated_at", "version" },
                values: new object[] { (short)1, null, null, null, null, 1L });

            migrationBuilder.InsertData(
                table: "hub_state",
                columns: new[] { "id", "epoch", "swept_on" },
                values: new object[] { (short)1, 1, null });

            migrationBuilder.CreateIndex(
                name: "child_local_id",
                table: "child",
                column: "local_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "child_stage",
                table: "child",
                columns: new[] { "stage", "id" });

            migrationBuilder.CreateIndex(
                name: "child_year_held",
                table: "child_year",
                column: "year",
                filter: "held_import_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_key_created_at",
                table: "idempotency_key",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "import_sequence",
                table: "import",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "import_finding_child",
                table: "import_finding",
                columns: new[] { "child_id", "import_id" });

            migrationBuilder.CreateIndex(
                name: "import_finding_import",
                table: "import_finding",
                columns: new[] { "import_id", "id" });

            migrationBuilder.CreateIndex(
                name: "import_held_child_import",
                table: "import_held_child",
                columns: new[] { "import_id", "id" });

            migrationBuilder.CreateIndex(
                name: "import_rejected_row_import",
                table: "import_rejected_row",
                columns: new[] { "import_id", "id" });

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
                name: "regional_reference_child",
                schema: "sealed",
                table: "regional_reference",
                columns: new[] { "child_id", "purpose", "year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "retry_next_at",
                table: "retry",
                column: "next_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ad1");

            migrationBuilder.DropTable(
                name: "child_year");

            migrationBuilder.DropTable(
                name: "council_settings");

            migrationBuilder.DropTable(
                name: "episode");

            migrationBuilder.DropTable(
                name: "given_milestone");

            migrationBuilder.DropTable(
                name: "header");

            migrationBuilder.DropTable(
                name: "hub_state");

            migrationBuilder.DropTable(
                name: "idempotency_key");

            migrationBuilder.DropTable(
                name: "import_chunk");

            migrationBuilder.DropTable(
                name: "import_file");

            migrationBuilder.DropTable(
                name: "import_finding");

            migrationBuilder.DropTable(
                name: "import_held_child");

            migrationBuilder.DropTable(
                name: "import_rejected_row");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "milestone");

            migrationBuilder.DropTable(
                name: "other_row");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "parked");

            migrationBuilder.DropTable(
                name: "placed_adoption");

            migrationBuilder.DropTable(
                name: "prev_perm");

            migrationBuilder.DropTable(
                name: "regional_reference",
                schema: "sealed");

            migrationBuilder.DropTable(
                name: "retry");

            migrationBuilder.DropTable(
                name: "child");

            migrationBuilder.DropTable(
                name: "import");
        }
    }
}
