using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>Decision makers' records that hold no more.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130131200_RecordsTakenBack")]
    public partial class RecordsTakenBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<bool>(name: "taken_back", table: "held_record", type: "boolean", nullable: false, defaultValue: false);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "taken_back", table: "held_record");
    }
}
